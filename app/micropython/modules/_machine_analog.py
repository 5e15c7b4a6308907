"""The analog side of the simulated Pico W: ADC and PWM.

Voltages come from the board's bench; PWM is kept in slices with the chip's dividers and counters, so that frequencies
and duties round as on a board.
Runs on the simulated board only (MicroPython 1.29, WASM).
"""

# differs: machine.ADC: no noise; an open pin reads its level
# differs: machine.PWM: edges call `Pin.irq` 1 ms fine: of waves above some 400 Hz several are one; a PIO sees none

import _host

from _machine_pin import gpio

_FIRST_GPIO = 26
_LAST_GPIO = 29
_TEMPERATURE = 4
# The chip's none, 31, and a bit of the bank's own: the window names the pin's channel.
_ANALOG = 31 | 32
_PWM_FUNCTION = 4

_call = _host.call


class ADC:
    """An analog input: `ADC(26)`, `ADC(Pin(26))`, `ADC(0)`, or `ADC(ADC.CORE_TEMP)` for the chip's temperature."""

    CORE_TEMP = 4

    def __init__(self, source):
        if isinstance(source, int):
            channel = source
            if not (0 <= channel <= _TEMPERATURE or _FIRST_GPIO <= channel <= _LAST_GPIO):
                raise ValueError("invalid channel")
        else:
            channel = gpio(source)
            if not _FIRST_GPIO <= channel <= _LAST_GPIO:
                raise ValueError("Pin doesn't have ADC capabilities")
        if channel >= _FIRST_GPIO:
            channel -= _FIRST_GPIO
        if channel != _TEMPERATURE:
            _host.pin_configure(channel + _FIRST_GPIO, _ANALOG, 0, 0)
        self._channel = channel

    def read_u16(self) -> int:
        """The voltage as 0 (0 V) to 65535 (3.3 V), in steps of sixteen: the converter has twelve bits."""
        return _call("adc.read", self._channel)

    def __repr__(self) -> str:
        return f"<ADC channel={self._channel}>"


def _set(*request) -> None:
    problem = _call(*request)
    if isinstance(problem, str):
        raise ValueError(problem)


# One object for each channel of each slice, as on a board: Pin(0) and Pin(16) share theirs.
_channels = {}


class PWM:
    """A pulse width modulated output: `PWM(Pin(15), freq=1000, duty_u16=32768)`.

    The two pins of a slice (0 and 1, 2 and 3 …) have one frequency.
    """

    def __new__(cls, pin, *settings, **named):
        number = gpio(pin)
        place = (number >> 1 & 7, number & 1)
        if place not in _channels:
            _channels[place] = object.__new__(cls)
        return _channels[place]

    def __init__(self, pin, *settings, **named):
        self._gpio = gpio(pin)
        self._invert = 0
        _host.pin_configure(self._gpio, _PWM_FUNCTION, 1, 0)
        _call("pwm.claim", self._gpio)
        self.init(*settings, **named)

    def init(self, freq: int = -1, *, duty_u16: int = -1, duty_ns: int = -1, invert: int = -1) -> None:
        """Sets what is given: frequency in Hz, duty, and whether high and low are exchanged."""
        if freq != -1:
            self.freq(freq)
        if duty_u16 != -1:
            self.duty_u16(duty_u16)
        if duty_ns != -1:
            self.duty_ns(duty_ns)
        if invert != -1:
            self._invert = 1 if invert else 0
            _call("pwm.invert", self._gpio, self._invert)

    def freq(self, hz: int | None = None):
        """Reads or sets the frequency of the slice in Hz: 8 Hz at the least."""
        if hz is None:
            return _call("pwm.freq", self._gpio)
        _set("pwm.set_freq", self._gpio, int(hz))

    def duty_u16(self, duty: int | None = None):
        """Reads or sets how much of a period is high: 0 to 65535."""
        if duty is None:
            return _call("pwm.duty_u16", self._gpio)
        _set("pwm.set_duty_u16", self._gpio, int(duty))

    def duty_ns(self, ns: int | None = None):
        """Reads or sets how long the pin is high in each period, in nanoseconds."""
        if ns is None:
            return _call("pwm.duty_ns", self._gpio)
        _set("pwm.set_duty_ns", self._gpio, int(ns))

    def deinit(self) -> None:
        """Stops the slice, and so both of its pins."""
        _call("pwm.stop", self._gpio)

    def __repr__(self) -> str:
        return f"<PWM slice={self._gpio >> 1 & 7} channel={self._gpio & 1} invert={self._invert}>"
