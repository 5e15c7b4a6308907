"""The lock of asyncio: one task at a time.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

from . import core


class Lock:
    """Held by one task at a time: `async with lock:`. Who waits gets it in the order of asking."""

    def __init__(self):
        # False: free. True: held. A task: handed over to it, though it did not have its turn yet.
        self.state = False
        self.waiting = core.TaskQueue()

    def locked(self) -> bool:
        """Whether a task holds it."""
        return self.state is not False

    def release(self) -> None:
        """Gives it to who waits longest, or frees it. RuntimeError when nobody holds it."""
        if self.state is not True:
            raise RuntimeError("Lock not acquired")
        if self.waiting.peek():
            self.state = self.waiting.pop()
            core._task_queue.push(self.state)
        else:
            self.state = False

    async def acquire(self) -> bool:
        """Waits until it is free, and holds it."""
        if self.state is not False:
            task = core.cur_task
            self.waiting.push(task)
            task.data = self.waiting
            try:
                await core.switch()
            except core.CancelledError as error:
                if self.state is task:
                    # It was this task's for a moment: the next one is to have it.
                    self.state = True
                    self.release()
                raise error
        self.state = True
        return True

    async def __aenter__(self):
        return await self.acquire()

    async def __aexit__(self, kind, error, traceback):
        self.release()
