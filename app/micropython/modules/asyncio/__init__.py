"""Tasks that take turns: `async`/`await` programs, timers, locks, and streams over sockets that nobody waits for in vain.

`asyncio.run(main())` runs a coroutine until it ends; `create_task` starts another beside it.
Runs on the simulated board only (MicroPython 1.29, WASM).
"""

# ruff: noqa: F401
from .core import (
    CancelledError,
    IOQueue,
    Loop,
    Task,
    TaskQueue,
    TimeoutError,
    create_task,
    current_task,
    get_event_loop,
    new_event_loop,
    run,
    run_until_complete,
    sleep,
    sleep_ms,
    ticks,
    ticks_add,
    ticks_diff,
)
from .event import Event, ThreadSafeFlag
from .funcs import gather, wait_for, wait_for_ms
from .lock import Lock
from .stream import Stream, StreamReader, StreamWriter, open_connection, start_server

__version__ = (3, 0, 0)
