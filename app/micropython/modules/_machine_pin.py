"""Pins and signals of the simulated Pico W.

Pins live in memory that the board's window looks at; setting one costs a few microseconds and asks nobody. Texts and
numbers are those of MicroPython's rp2 port.
Runs on the simulated board only (MicroPython 1.29, WASM).
"""

# differs: machine.Pin: a hard interrupt is as soft as any; a UART, I2C or SPI drives no level

import _host

import _machine_interrupts

_GPIOS = 30
_WIRELESS_PINS = 3
_SIO = 5
# Functions that an RP2040's pins can have: SPI, UART, I2C, PWM, SIO, PIO0, PIO1, clock, USB.
_FUNCTIONS = (1, 2, 3, 4, 5, 6, 7, 8, 9)
# What Pin("GP23") is on a Pico does not exist on a Pico W: these belong to the wireless chip.
_WITHOUT_PAD = (23, 24, 25, 29)

_get = _host.pin_get
_put = _host.pin_put
_toggle = _host.pin_toggle
# One object a pin, as on a board.
_pins = {}
_irqs = {}
# What an argument is that was not given; None is a level like any other that is not true.
_unset = object()


def _index(pin) -> int:
    """Finds a pin by number, by name (`"GP15"`, `"GPIO15"`, `"LED"`, `"WL_GPIO0"`) or by a Pin of it."""
    if isinstance(pin, Pin):
        return pin._index
    if isinstance(pin, str):
        if pin == "LED":
            return _GPIOS
        for prefix, first, count in (
            ("GPIO", 0, _GPIOS),
            ("GP", 0, _GPIOS),
            ("WL_GPIO", _GPIOS, _WIRELESS_PINS),
            ("EXT_GPIO", _GPIOS, _WIRELESS_PINS),
        ):
            digits = pin[len(prefix) :]
            if not pin.startswith(prefix) or not digits.isdigit() or digits != str(int(digits)):
                continue
            number = int(digits)
            if number < count and (prefix != "GP" or number not in _WITHOUT_PAD):
                return first + number
        raise ValueError(f'unknown named pin "{pin}"')
    if isinstance(pin, int) and 0 <= pin < _GPIOS:
        return pin
    raise ValueError("invalid pin")


def gpio(pin) -> int:
    """The number of a pin that the chip's own peripherals can use."""
    index = _index(pin)
    if index >= _GPIOS:
        raise ValueError("expecting a regular GPIO Pin")
    return index


class _Names:
    """`Pin.board` and `Pin.cpu`: pins as attributes."""

    def __init__(self, name: str):
        self._name = name

    def __getattr__(self, name: str):
        try:
            return Pin(name)
        except ValueError:
            raise AttributeError(f"type object '{self._name}' has no attribute '{name}'")


class Pin:
    """A pin: `Pin(15, Pin.OUT)`, `Pin("GP15", Pin.IN, Pin.PULL_UP)`, `Pin("LED", Pin.OUT)`."""

    IN = 0
    OUT = 1
    OPEN_DRAIN = 2
    ALT = 3
    PULL_UP = 1
    PULL_DOWN = 2
    IRQ_FALLING = 4
    IRQ_RISING = 8
    ALT_SPI = 1
    ALT_UART = 2
    ALT_I2C = 3
    ALT_PWM = 4
    ALT_SIO = 5
    ALT_PIO0 = 6
    ALT_PIO1 = 7
    ALT_GPCK = 8
    ALT_USB = 9

    board = _Names("board")
    cpu = _Names("cpu")

    def __new__(cls, pin, *settings, **named):
        index = _index(pin)
        if index not in _pins:
            made = object.__new__(cls)
            made._index = index
            _pins[index] = made
        return _pins[index]

    def __init__(self, pin, *settings, **named):
        if settings or named:
            self.init(*settings, **named)

    def init(
        self, mode: int | None = None, pull: int | None = None, *, value: int | None = None, alt: int = _SIO
    ) -> None:
        """Sets the pin up: its mode, its pull (none when left out) and, before it drives, its value."""
        index = self._index
        if index >= _GPIOS:
            self._init_wireless(mode, pull, value, alt)
            return
        function = _host.pin_function(index)
        direction = _host.pin_direction(index)
        if mode is not None:
            function, direction = _SIO, mode
            if mode == Pin.OUT:
                if value is not None:
                    _put(index, 1 if value else 0)
            elif mode == Pin.OPEN_DRAIN:
                _put(index, 1 if value is None or value else 0)
            elif mode != Pin.IN:
                if alt not in _FUNCTIONS:
                    raise ValueError(f"invalid pin af: {alt}")
                function, direction = alt, Pin.IN
        _host.pin_configure(index, function, direction, 0 if pull is None else pull)

    def _init_wireless(self, mode, pull, value, alt) -> None:
        if pull is not None:
            raise ValueError("pulls are not supported for external pins")
        if alt != _SIO:
            raise ValueError("alternate functions are not supported for external pins")
        if mode is not None:
            if mode != Pin.IN and mode != Pin.OUT:
                raise ValueError("only Pin.OUT and Pin.IN are supported for this pin")
            _host.pin_configure(self._index, _SIO, mode, 0)
        if value is not None:
            _put(self._index, 1 if value else 0)

    def value(self, level=_unset):
        """Reads the level on the wire, or drives the pin."""
        if level is _unset:
            return _get(self._index)
        _put(self._index, 1 if level else 0)

    __call__ = value

    def on(self) -> None:
        """Drives the pin high."""
        _put(self._index, 1)

    def off(self) -> None:
        """Drives the pin low."""
        _put(self._index, 0)

    high = on
    low = off

    def toggle(self) -> None:
        """Drives the pin to the other level."""
        _toggle(self._index)

    def irq(self, handler=_unset, trigger: int | None = None, hard: bool = False):
        """Has `handler(pin)` called at every edge of `trigger`; None ends it. Gives an object with `flags()`.

        Without arguments everything stays as it is.

        A hard interrupt is as soft as any here: it comes between two bytecodes.
        """
        index = gpio(self)
        irq = _irqs.get(index)
        if irq is None:
            irq = _irqs[index] = _Irq(self)
        if handler is not _unset or trigger is not None:
            irq._set(None if handler is _unset else handler, 12 if trigger is None else trigger)
        return irq

    def __repr__(self) -> str:
        index = self._index
        direction = ("IN", "OUT", "OPEN_DRAIN")[_host.pin_direction(index)]
        if index >= _GPIOS:
            return f"Pin(EXT_GPIO{index - _GPIOS}, mode={direction})"
        function = _host.pin_function(index)
        pull = _host.pin_pull(index)
        pulls = [name for bit, name in ((1, "PULL_UP"), (2, "PULL_DOWN")) if pull & bit]
        text = f"Pin(GPIO{index}, mode={direction if function == _SIO else 'ALT'}"
        if pulls:
            text += ", pull=" + "|".join(pulls)
        return f"{text})" if function == _SIO else f"{text}, alt={function})"


class _Irq:
    """What `Pin.irq` gives: `flags()` says which edge called the handler, `trigger()` which edges do."""

    def __init__(self, pin: Pin):
        self._pin = pin
        self._handler = None
        self._trigger = 0
        self._flags = 0

    def _set(self, handler, trigger: int) -> None:
        index = self._pin._index
        self._handler = handler
        self._trigger = trigger
        self._flags = 0
        if handler is None:
            _machine_interrupts.pins.pop(index, None)
        else:
            _machine_interrupts.pins[index] = (handler, self._pin, self)
        _host.pin_irq(index, 0 if handler is None else trigger)

    def flags(self) -> int:
        """The edges that called the handler last."""
        return self._flags

    def trigger(self, *trigger) -> int:
        """Reads, and with an argument sets, the edges that call the handler."""
        before = self._trigger
        if trigger:
            self._set(self._handler, trigger[0])
        return before

    def __call__(self) -> None:
        if self._handler is not None:
            self._handler(self._pin)


class Signal:
    """A pin with its sense: `Signal(pin, invert=True)` is on when the pin is low."""

    def __init__(self, pin, *settings, invert: bool = False, **named):
        self._pin = pin if hasattr(pin, "value") and not (settings or named) else Pin(pin, *settings, **named)
        self._invert = bool(invert)

    def value(self, level=_unset):
        """Reads whether it is on, or switches it."""
        if level is _unset:
            return int(bool(self._pin.value()) != self._invert)
        self._pin.value(bool(level) != self._invert)

    __call__ = value

    def on(self) -> None:
        """Switches it on."""
        self.value(1)

    def off(self) -> None:
        """Switches it off."""
        self.value(0)
