"""Waits for several streams at once: sockets, UARTs, the serial line's input, and what has an `ioctl` that answers a poll.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

import sys
import time

import _host

import _dupterm

POLLIN = 1
POLLOUT = 4
POLLERR = 8
POLLHUP = 16

_POLL = 3
# What is reported whether it was asked for or not: ERR, HUP, NVAL.
_ALWAYS = 0x38
_ENOENT = 2
_EINVAL = 22

# What wakes a wait ends it early; this only bounds how long one lasts.
_LONGEST_WAIT_MS = 60_000


def _input_is_ready(mask: int) -> int:
    return mask & POLLIN if _host.input_ready() else _dupterm.poll(mask & POLLIN)


def _output_is_ready(mask: int) -> int:
    return mask & POLLOUT


def _asker(stream):
    """The function that says which of the bits in a mask hold for a stream."""
    if stream is sys.stdin or stream is sys.stdin.buffer:
        return _input_is_ready
    if stream is sys.stdout or stream is sys.stderr or stream is sys.stdout.buffer:
        return _output_is_ready
    ioctl = getattr(stream, "ioctl", None)
    if ioctl is None:
        raise OSError("stream operation not supported")

    def ask(mask):
        bits = ioctl(_POLL, mask)
        if bits is None or bits < 0:
            raise OSError(_EINVAL if bits is None else -bits)
        return bits & (mask | _ALWAYS)

    return ask


class poll:
    """Streams to wait for: `register` them, then `poll`."""

    def __init__(self):
        # By the stream's identity: [stream, mask, function that asks it].
        self._entries = {}

    def register(self, obj, eventmask: int = POLLIN | POLLOUT) -> None:
        """Adds a stream, or changes what of it is waited for."""
        entry = self._entries.get(id(obj))
        if entry is None:
            self._entries[id(obj)] = [obj, eventmask, _asker(obj)]
        else:
            entry[1] = eventmask

    def unregister(self, obj) -> None:
        """Takes a stream away, if it is there."""
        self._entries.pop(id(obj), None)

    def modify(self, obj, eventmask: int) -> None:
        """Changes what of a stream is waited for; ENOENT when it was not registered."""
        entry = self._entries.get(id(obj))
        if entry is None:
            raise OSError(_ENOENT)
        entry[1] = eventmask

    def poll(self, timeout: int = -1, flags: int = 0) -> list:
        """Waits until a stream is ready, at most `timeout` ms (-1: for ever): `[(stream, events)]`. Flag 1 asks once."""
        ready = self._wait(-1 if timeout is None else timeout)
        if not ready and timeout == 0:
            # Who found nothing and asks again and again is slowed a little, where it would heat the computer.
            _host.pace()
        if flags & 1:
            for obj, _ in ready:
                self._entries[id(obj)][1] = 0
        return ready

    def ipoll(self, timeout: int = -1, flags: int = 0):
        """As `poll`, for `for stream, events in poller.ipoll():`."""
        return iter(self.poll(timeout, flags))

    def _wait(self, timeout: int) -> list:
        if not 0 < timeout < 1 << 30:
            timeout = -1 if timeout else 0
        started = time.ticks_ms()
        while True:
            ready = []
            for obj, mask, ask in self._entries.values():
                bits = ask(mask) if mask else 0
                if bits:
                    ready.append((obj, bits))
            if ready or timeout == 0:
                return ready
            left = _LONGEST_WAIT_MS
            if timeout > 0:
                left = timeout - time.ticks_diff(time.ticks_ms(), started)
                if left <= 0:
                    return ready
            _host.wait(min(left, _dupterm.POLL_MS) if _dupterm.attached else left)


def select(rlist, wlist, xlist, timeout: float | None = None) -> tuple:
    """Waits until streams of `rlist` can be read, of `wlist` written, or of `xlist` have an error: the three lists."""
    masks = {}
    for streams, bit in ((rlist, POLLIN), (wlist, POLLOUT), (xlist, POLLERR | POLLHUP)):
        for stream in streams:
            masks[id(stream)] = (stream, masks.get(id(stream), (stream, 0))[1] | bit)
    poller = poll()
    for stream, mask in masks.values():
        poller.register(stream, mask)
    ready = {id(stream): bits for stream, bits in poller.poll(-1 if timeout is None else int(timeout * 1000))}
    return (
        [stream for stream in rlist if ready.get(id(stream), 0) & ~POLLOUT],
        [stream for stream in wlist if ready.get(id(stream), 0) & ~POLLIN],
        [stream for stream in xlist if ready.get(id(stream), 0) & ~(POLLIN | POLLOUT)],
    )
