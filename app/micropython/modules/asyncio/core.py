"""The heart of asyncio: the queue of tasks, the queue of streams, and the loop that gives turns.

The image's `Task` and `TaskQueue` look here for `cur_task`, `_task_queue` and `CancelledError` by their names.
Runs on the simulated board only (MicroPython 1.29, WASM).
"""

import select
import sys
from time import ticks_add, ticks_diff
from time import ticks_ms as ticks

from _asyncio import Task, TaskQueue

# The task whose turn it is; None outside of the loop.
cur_task = None


class CancelledError(BaseException):
    """Raised inside of a task that was cancelled, at its `await`."""


class TimeoutError(Exception):
    """Raised by `wait_for` when the time was over first."""


def switch():
    """Awaited, gives the turn away until somebody puts this task back into the queue."""
    yield


class SingletonGenerator:
    """What `sleep_ms` gives: an awaitable without memory of its own, for at most one sleep begins between two awaits."""

    def __init__(self):
        self.state = None
        self.exc = StopIteration()

    def __iter__(self):
        return self

    def __next__(self):
        if self.state is None:
            self.exc.__traceback__ = None
            raise self.exc
        _task_queue.push(cur_task, self.state)
        self.state = None


def sleep_ms(t: int, sgen=SingletonGenerator()):  # noqa: B008
    """Awaited, lets other tasks run for `t` milliseconds; 0 gives each of them one turn."""
    sgen.state = ticks_add(ticks(), max(0, t))
    return sgen


def sleep(t: float):
    """Awaited, lets other tasks run for `t` seconds, which may be a fraction."""
    return sleep_ms(int(t * 1000))


class IOQueue:
    """Tasks that wait for a stream: at most one that reads and one that writes for each."""

    def __init__(self):
        self.poller = select.poll()
        # By the stream's identity: [task that reads, task that writes, stream].
        self.map = {}

    def _enqueue(self, stream, index: int) -> None:
        entry = self.map.get(id(stream))
        if entry is None:
            entry = self.map[id(stream)] = [None, None, stream]
        assert entry[index] is None, "another task waits for this stream already"
        entry[index] = cur_task
        self._watch(entry)
        # Where to take the task away when it is cancelled.
        cur_task.data = self

    def _watch(self, entry: list) -> None:
        stream = entry[2]
        mask = (select.POLLIN if entry[0] is not None else 0) | (select.POLLOUT if entry[1] is not None else 0)
        if mask:
            self.poller.register(stream, mask)
        else:
            del self.map[id(stream)]
            self.poller.unregister(stream)

    def queue_read(self, stream) -> None:
        """Has the running task called again when the stream has something to read."""
        self._enqueue(stream, 0)

    def queue_write(self, stream) -> None:
        """Has the running task called again when the stream takes bytes."""
        self._enqueue(stream, 1)

    def remove(self, task) -> None:
        """Takes a task away: it was cancelled."""
        for entry in list(self.map.values()):
            for index in (0, 1):
                if entry[index] is task:
                    entry[index] = None
                    self._watch(entry)
                    return

    def wait_io_event(self, dt: int) -> None:
        """Waits at most `dt` milliseconds (-1: for ever), and puts the tasks whose streams are ready into the queue."""
        for stream, event in self.poller._wait(dt):
            entry = self.map.get(id(stream))
            if entry is None:
                continue
            # An error or an end concerns both: who asks the stream will hear of it.
            if event & ~select.POLLOUT and entry[0] is not None:
                _task_queue.push(entry[0])
                entry[0] = None
            if event & ~select.POLLIN and entry[1] is not None:
                _task_queue.push(entry[1])
                entry[1] = None
            self._watch(entry)


def _promote_to_task(awaitable):
    """A coroutine becomes a task; a task stays one."""
    return awaitable if isinstance(awaitable, Task) else create_task(awaitable)


def create_task(coro):
    """Starts a coroutine beside the others; gives its `Task`, which can be awaited and cancelled."""
    if not hasattr(coro, "send"):
        raise TypeError("coroutine expected")
    task = Task(coro, globals())
    _task_queue.push(task)
    return task


def run_until_complete(main_task=None):
    """Gives turns until `main_task` ends, whose result it gives; or without one, until nothing is left to wait for."""
    global cur_task
    while True:
        task = _next_task()
        if task is None:
            return None
        if task.done():
            # It failed, was queued once more, and still nobody asked for it.
            if task.state is None:
                _report(task)
            continue
        cur_task = task
        thrown = task.data
        try:
            if thrown is None:
                task.coro.send(None)
            else:
                task.data = None
                task.coro.throw(thrown)
        except (CancelledError, Exception) as error:
            if task is main_task:
                cur_task = None
                task.data = error
                task.state = False
                if isinstance(error, StopIteration):
                    return error.value
                raise
            _finish(task, error)


def _next_task():
    """Waits for the next task that may run; None when none ever will."""
    global cur_task
    cur_task = None
    while True:
        task = _task_queue.peek()
        if task is None:
            if not _io_queue.map:
                return None
            wait_ms = -1
        else:
            wait_ms = max(0, ticks_diff(task.ph_key, ticks()))
        if wait_ms or _io_queue.map:
            _io_queue.wait_io_event(wait_ms)
        task = _task_queue.peek()
        if task is not None and ticks_diff(task.ph_key, ticks()) <= 0:
            return _task_queue.pop()


def _finish(task, error) -> None:
    """Tells who waits for the task that it ended; `state` is True while it runs and nobody does."""
    was_awaited = False
    if task.state is True:
        task.state = None
    elif callable(task.state):
        task.state(task, error)
        task.state = False
        was_awaited = True
    else:
        while task.state.peek():
            _task_queue.push(task.state.pop())
            was_awaited = True
        task.state = False
    if not was_awaited and not isinstance(error, (CancelledError, StopIteration)):
        # Somebody may ask for it before its next turn; else it is reported then.
        _task_queue.push(task)
    # Last, for being put into a queue clears it.
    task.data = error


def _report(task) -> None:
    task.state = False
    Loop.call_exception_handler(
        {"message": "Task exception wasn't retrieved", "exception": task.data, "future": task}
    )


def run(coro):
    """Runs a coroutine and all that it starts until it ends; gives its result, raises what it raises."""
    return run_until_complete(create_task(coro))


async def _stopper():
    pass


_stop_task = None


class Loop:
    """The loop; there is one. `get_event_loop()` gives it."""

    _exc_handler = None

    @staticmethod
    def create_task(coro):
        """As `asyncio.create_task`."""
        return create_task(coro)

    @staticmethod
    def run_forever() -> None:
        """Gives turns until `stop()` is called."""
        global _stop_task
        _stop_task = Task(_stopper(), globals())
        run_until_complete(_stop_task)

    @staticmethod
    def run_until_complete(aw):
        """Gives turns until this task or coroutine ends; gives its result."""
        return run_until_complete(_promote_to_task(aw))

    @staticmethod
    def stop() -> None:
        """Ends `run_forever`; tasks stay as they are."""
        global _stop_task
        if _stop_task is not None:
            _task_queue.push(_stop_task)
            # A second call does nothing.
            _stop_task = None

    @staticmethod
    def close() -> None:
        """Does nothing; there is one loop for ever."""

    @staticmethod
    def set_exception_handler(handler) -> None:
        """Has `handler(loop, context)` called for a task that failed and that nobody awaits; None prints it."""
        Loop._exc_handler = handler

    @staticmethod
    def get_exception_handler():
        """The handler that was set, or None."""
        return Loop._exc_handler

    @staticmethod
    def default_exception_handler(loop, context: dict) -> None:
        """Prints what is known of the failure."""
        print(context["message"], file=sys.stderr)
        print("future:", context["future"], "coro=", context["future"].coro, file=sys.stderr)
        sys.print_exception(context["exception"], sys.stderr)

    @staticmethod
    def call_exception_handler(context: dict) -> None:
        """Calls the handler that was set, or prints."""
        (Loop._exc_handler or Loop.default_exception_handler)(Loop, context)


def get_event_loop(runq_len: int = 0, waitq_len: int = 0):
    """The loop."""
    return Loop


def current_task():
    """The task whose turn it is; RuntimeError outside of the loop."""
    if cur_task is None:
        raise RuntimeError("no running event loop")
    return cur_task


def new_event_loop():
    """Forgets all tasks, streams that are waited for and the exception handler: what a failed run left."""
    global _task_queue, _io_queue, _stop_task, cur_task
    _task_queue = TaskQueue()
    _io_queue = IOQueue()
    _stop_task = None
    cur_task = None
    Loop._exc_handler = None
    return Loop


new_event_loop()
