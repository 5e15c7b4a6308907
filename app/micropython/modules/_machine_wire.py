"""What the simulated Pico W does with one pin: pulses of NeoPixels and DHT sensors, and how long a pulse lasts.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

# differs: machine.bitstream: reaches parts of the bench; the pin shows no edges

import time

import _host
import uctypes

from _machine_pin import gpio

_EIO = 5
_ETIMEDOUT = 110
_SIO_FUNCTION = 5
_PULL_UP = 1


def bitstream(pin, encoding: int, timing: tuple, data: bytes) -> None:
    """Sends bits as pulses of two lengths; `timing` is (high_0, low_0, high_1, low_1) in ns."""
    number = gpio(pin)
    if encoding != 0:
        raise ValueError("encoding")
    if len(timing) != 4:
        raise ValueError(f"requested length 4 but object has length {len(timing)}")
    data = data if isinstance(data, (bytes, bytearray)) else bytes(memoryview(data))
    if data:
        _host.call("pin.bitstream", number, uctypes.addressof(data), len(data))


def dht_readinto(pin, buf: bytearray) -> None:
    """Asks the DHT sensor at a pin for its five bytes."""
    number = gpio(pin)
    if len(buf) < 5:
        raise ValueError("buffer too small")
    _host.pin_configure(number, _SIO_FUNCTION, 2, _PULL_UP)
    result = _host.call("pin.dht", number, uctypes.addressof(buf))
    if result < 0:
        raise OSError(_ETIMEDOUT)


def time_pulse_us(pin, level: int, timeout_us: int = 1_000_000) -> int:
    """Waits for a pulse of `level` and measures it in µs; -2: it did not begin in time, -1: it did not end."""
    number = gpio(pin)
    level = 1 if level else 0
    get = _host.pin_get
    wave = _host.call("pwm.pulse", number, level)
    if wave:
        return _pulse_of_wave(*[int(us) for us in wave.split()], timeout_us)
    ticks = time.ticks_us
    start = ticks()
    while get(number) != level:
        if time.ticks_diff(ticks(), start) >= timeout_us:
            return -2
    start = ticks()
    while get(number) == level:
        if time.ticks_diff(ticks(), start) >= timeout_us:
            return -1
    return time.ticks_diff(ticks(), start)


def _pulse_of_wave(begin_us: int, end_us: int, timeout_us: int) -> int:
    """Waits for a pulse that the PWM is known to give, and gives its length as exactly as the chip makes it."""
    length = end_us - begin_us
    if begin_us >= timeout_us:
        time.sleep_us(timeout_us)
        return -2
    time.sleep_us(begin_us + min(length, timeout_us))
    return -1 if length >= timeout_us else length
