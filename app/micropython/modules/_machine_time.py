"""Clocks of the simulated Pico W: timers, the real-time clock and the watchdog.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

# differs: machine.Timer: 1 ms fine; callbacks that come faster than they are called are one

import time

import _host

import _machine_interrupts

_ENOMEM = 12


class RTC:
    """The real-time clock; `time.time()` follows it."""

    def datetime(self, value: tuple | None = None):
        """Reads or sets `(year, month, day, weekday, hours, minutes, seconds, subseconds)`; Monday is 0."""
        if value is None:
            year, month, day, hours, minutes, seconds, weekday, _ = time.gmtime()
            return (year, month, day, weekday, hours, minutes, seconds, 0)
        if len(value) != 8:
            raise ValueError(f"requested length 8 but object has length {len(value)}")
        year, month, day, _, hours, minutes, seconds, _ = value
        _host.set_time(time.mktime((year, month, day, hours, minutes, seconds, 0, 0)))

    def __repr__(self) -> str:
        return "<RTC>"


class WDT:
    """The watchdog: restarts the board when it is not fed for `timeout` ms (8388 at the most). Nothing stops it."""

    def __init__(self, id: int = 0, timeout: int = 5000):
        if id != 0:
            raise ValueError(f"WDT({id}) doesn't exist")
        if not 0 <= timeout <= 8388:
            raise ValueError("timeout exceeds 8388")
        _host.call("watchdog.start", timeout)

    def feed(self) -> None:
        """Gives it another `timeout` ms."""
        _host.call("watchdog.feed")

    def __repr__(self) -> str:
        return "<WDT>"


class Timer:
    """Calls a function later or again and again: `Timer(period=500, callback=lambda t: led.toggle())`."""

    ONE_SHOT = 0
    PERIODIC = 1

    def __init__(self, id: int = -1, **settings):
        if id != -1:
            raise ValueError("Timer doesn't exist")
        self._slot = -1
        self._mode = 0
        self._period_us = 0
        self._callback = None
        if settings:
            self.init(**settings)

    def init(
        self,
        *,
        mode: int = 1,
        callback=None,
        period: int = 0xFFFFFFFF,
        tick_hz: int = 1000,
        freq: float | None = None,
        hard: bool = False,
    ) -> None:
        """Starts it: every `period` ticks of `tick_hz` (milliseconds), or `freq` times a second."""
        self.deinit()
        self._mode = mode
        self._callback = callback
        self._period_us = max(1, int(1_000_000 / freq if freq is not None else period * 1_000_000 / tick_hz))
        slot = _host.call("timer.start", self._period_us // 1_000_000, self._period_us % 1_000_000, mode)
        if slot < 0:
            raise OSError(-slot)
        self._slot = slot
        _machine_interrupts.timers[slot] = self

    def deinit(self) -> None:
        """Stops it."""
        if self._slot < 0:
            return
        _host.call("timer.stop", self._slot)
        del _machine_interrupts.timers[self._slot]
        self._slot = -1

    def _fire(self, call) -> None:
        if self._mode == Timer.ONE_SHOT:
            self.deinit()
        if self._callback is not None:
            call(self._callback, self)

    def __repr__(self) -> str:
        mode = "ONE_SHOT" if self._mode == Timer.ONE_SHOT else "PERIODIC"
        return f"Timer(mode={mode}, tick_hz=1000000, period={self._period_us})"
