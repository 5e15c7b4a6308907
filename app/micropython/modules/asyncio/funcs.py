"""What combines tasks: a bound in time, and several at once.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

from . import core


async def wait_for(aw, timeout: float | None, sleep=core.sleep):
    """Waits for a task or coroutine at most `timeout` seconds; then cancels it and raises TimeoutError. None: for ever."""
    task = core._promote_to_task(aw)
    if timeout is None:
        return await task
    waiter = core.cur_task
    # [result, error] when the task ended; and whether the waiter still sleeps.
    outcome = []
    sleeping = [True]

    async def watch():
        try:
            outcome.append(await task)
            outcome.append(None)
        except BaseException as error:
            outcome.append(None)
            outcome.append(error)
        if sleeping[0]:
            waiter.cancel()

    watcher = core.create_task(watch())
    try:
        await sleep(timeout)
        sleeping[0] = False
    except core.CancelledError as error:
        sleeping[0] = False
        if outcome:
            if outcome[1] is None:
                return outcome[0]
            raise outcome[1]
        # Somebody cancelled the waiter: what it waits for ends with it.
        watcher.cancel()
        raise error
    watcher.cancel()
    await watcher
    raise core.TimeoutError


def wait_for_ms(aw, timeout: int | None):
    """As `wait_for`, with milliseconds."""
    return wait_for(aw, timeout, core.sleep_ms)


class _Gathering:
    """Where a task stands that gathers others; it is cancelled by way of `remove`."""

    def __init__(self, tasks: list):
        self.tasks = tasks
        self.waits_for = 0
        self.failure = None

    def remove(self, task) -> None:
        pass


async def gather(*aws, return_exceptions: bool = False) -> list:
    """Waits for all of them; gives their results in their order. The first failure is raised, unless exceptions are results."""
    tasks = [core._promote_to_task(aw) for aw in aws]
    waiter = core.cur_task
    gathering = _Gathering(tasks)

    def ended(_, error):
        gathering.waits_for -= 1
        failed = not isinstance(error, StopIteration) and not return_exceptions
        if failed and gathering.failure is None:
            gathering.failure = error
        if (gathering.waits_for == 0 or gathering.failure is error) and waiter.data is gathering:
            waiter.data = None
            core._task_queue.push(waiter)

    for task in tasks:
        if task.done():
            # Whatever it raised has been asked for now.
            task.state = False
            if not return_exceptions and not isinstance(task.data, StopIteration) and gathering.failure is None:
                gathering.failure = task.data
        elif task.state is True:
            task.state = ended
            gathering.waits_for += 1
        else:
            raise RuntimeError("can't gather")

    if gathering.waits_for and gathering.failure is None:
        waiter.data = gathering
        try:
            await core.switch()
        except core.CancelledError as error:
            for task in tasks:
                if not task.done():
                    task.cancel()
            raise error
    if gathering.failure is not None:
        raise gathering.failure
    return [task.data.value if isinstance(task.data, StopIteration) else task.data for task in tasks]
