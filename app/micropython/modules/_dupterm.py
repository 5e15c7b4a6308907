"""`os.dupterm`: a stream beside the serial line, which gets what is printed and can be typed into.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

import io
import sys

import _host
import uctypes

_EAGAIN = 11
_POLL = 3
_CLOSE = 4

# How soon somebody who waits asks it again.
POLL_MS = 10

# The stream, or nothing.
attached = []


def dupterm(stream, index: int = 0):
    """Has `stream` get what the board prints, and read what it gives as input; None detaches. Gives the one before."""
    if index != 0:
        raise ValueError("invalid dupterm index")
    previous = attached[0] if attached else None
    if stream is not None and not _is_stream(stream):
        raise OSError("stream operation not supported")
    attached[:] = [] if stream is None else [stream]
    _host.terminal_attach(stream is not None)
    return previous


def dupterm_notify(_) -> None:
    """Takes what the stream has as input of the board, without waiting for a program to read it."""
    while read():
        pass


def _is_stream(stream) -> bool:
    """What a program wrote itself has to follow `io.IOBase`; it has a `__dict__`, where the image's own streams have none."""
    if isinstance(stream, io.IOBase):
        return True
    return not hasattr(stream, "__dict__") and hasattr(stream, "readinto") and hasattr(stream, "write")


def write() -> None:
    """Gives the stream what was printed; called by the board's console."""
    try:
        stream = attached[0]
        left = bytearray(_host.terminal_size())
        _host.terminal_take(uctypes.addressof(left))
        while left:
            count = _count(stream.write(left))
            if count <= 0:
                return
            left = left[count:]
    except BaseException as error:
        _deactivate("dupterm: Exception in write() method, deactivating: ", error)


def read() -> bool:
    """Takes a byte of input from the stream, if it has one; called by the board's console when there is no other input."""
    if not attached:
        return False
    try:
        byte = bytearray(1)
        count = _count(attached[0].readinto(byte))
        if count > 0:
            _host.terminal_input(byte[0])
            return True
        if count == 0:
            _deactivate("dupterm: EOF received, deactivating\n")
    except BaseException as error:
        _deactivate("dupterm: Exception in read() method, deactivating: ", error)
    return False


def poll(mask: int) -> int:
    """Which bits of the mask hold for the stream."""
    try:
        return attached[0].ioctl(_POLL, mask) & mask if attached else 0
    except Exception:
        return 0


def _count(moved) -> int:
    """What a stream's method answered: -1 for "nothing now"."""
    if moved is None or moved == -_EAGAIN:
        return -1
    if moved < 0:
        raise OSError(-moved)
    return moved


def _deactivate(message: str, error=None) -> None:
    stream = attached.pop() if attached else None
    _host.terminal_attach(False)
    sys.stdout.write(message)
    if error is not None:
        sys.print_exception(error)
    try:
        if isinstance(stream, io.IOBase):
            stream.ioctl(_CLOSE, 0)
        elif stream is not None:
            stream.close()
    except Exception:
        # As on a board: a stream that fails when it is closed has nobody left to hear of it.
        pass
