"""What `_thread` holds on a board with one core.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

import time


class LockType:
    """A lock. With one thread only a callback can find it taken."""

    def __init__(self):
        self._locked = False

    def acquire(self, waitflag: int = 1, timeout: float = -1) -> bool:
        """Takes it; says whether it could. Waits for it unless `waitflag` is 0."""
        while self._locked:
            if not waitflag:
                return False
            time.sleep_ms(1)
        self._locked = True
        return True

    def release(self) -> None:
        """Lets it go."""
        if not self._locked:
            raise RuntimeError
        self._locked = False

    def locked(self) -> bool:
        """Whether it is taken."""
        return self._locked

    def __enter__(self):
        self.acquire()
        return self

    def __exit__(self, *error):
        self.release()


def allocate_lock() -> LockType:
    """Gives a new lock."""
    return LockType()


def start_new_thread(function, args: tuple, kwargs: dict | None = None):
    """Would run the function on the second core."""
    raise NotImplementedError("_thread is not simulated: the simulated board has one core; use asyncio or a Timer")


def get_ident() -> int:
    """The number of the thread that runs: there is one."""
    return 1


def stack_size(size: int = 0) -> int:
    """The size of a new thread's stack."""
    return 0


def exit() -> None:
    """Ends the thread."""
    raise SystemExit
