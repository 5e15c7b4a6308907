"""Events of asyncio: tasks wait until something is told.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

import io

from . import core

# MP_STREAM_POLL of py/stream.h.
_POLL = 3


class Event:
    """Set or not; tasks wait until another task sets it. Not for interrupts: `ThreadSafeFlag` is."""

    def __init__(self):
        self.state = False
        self.waiting = core.TaskQueue()

    def is_set(self) -> bool:
        """Whether it is set."""
        return self.state

    def set(self) -> None:
        """Sets it; whoever waits goes on."""
        self.state = True
        while self.waiting.peek():
            core._task_queue.push(self.waiting.pop())

    def clear(self) -> None:
        """Sets it back."""
        self.state = False

    async def wait(self) -> bool:
        """Waits until it is set; at once when it is."""
        if not self.state:
            self.waiting.push(core.cur_task)
            core.cur_task.data = self.waiting
            await core.switch()
        return True


class ThreadSafeFlag(io.IOBase):
    """Set from outside of asyncio (an interrupt, `micropython.schedule`); one task waits for it, which clears it."""

    def __init__(self):
        self.state = 0

    def ioctl(self, request: int, argument: int) -> int:
        """Answers `select.poll`."""
        return self.state * argument if request == _POLL else -1

    def set(self) -> None:
        """Sets it; the task that waits goes on."""
        self.state = 1

    def clear(self) -> None:
        """Sets it back."""
        self.state = 0

    async def wait(self) -> None:
        """Waits until it is set, at once when it is; clears it."""
        if not self.state:
            core._io_queue.queue_read(self)
            await core.switch()
        self.state = 0
