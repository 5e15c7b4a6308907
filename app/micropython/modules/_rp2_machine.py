"""The PIO blocks and state machines of the simulated Pico W. What a state machine does is the board's affair.

Texts and numbers are those of MicroPython's rp2 port.
Runs on the simulated board only (MicroPython 1.29, WASM).
"""

# differs: rp2.StateMachine: one that never rests nor repeats itself falls behind above some 8 million instructions a second

from array import array

import _host
import uctypes

import _machine_interrupts
from _machine_pin import gpio
from _rp2_assembler import asm_pio_encode

_CLOCK_HZ = 125_000_000
_MACHINES = 4
_ALL = (1 << 32) - 1
_IRQ_SHIFT = 8

_call = _host.call
_blocks = {}
_machines = {}


class _Irq:
    """What `irq` gives: `flags()` says what called the handler, `trigger()` what does."""

    def __init__(self, parent):
        self._parent = parent
        self._handler = None
        self._trigger = 0
        self._flags = 0

    def flags(self) -> int:
        """What called the handler last."""
        return self._flags

    def trigger(self, *trigger) -> int:
        """Reads, and with an argument sets, what calls the handler."""
        before = self._trigger
        if trigger:
            self._set(self._handler, trigger[0])
        return before

    def _set(self, handler, trigger: int) -> None:
        self._handler = handler
        self._trigger = trigger
        self._flags = 0
        self._parent._want()

    def _fire(self, flags: int) -> None:
        if self._handler is not None and self._trigger & flags:
            self._flags = flags
            self._handler(self._parent)


class PIO:
    """A PIO block: `PIO(0)`, `PIO(1)`."""

    IN_LOW = 0
    IN_HIGH = 1
    OUT_LOW = 2
    OUT_HIGH = 3
    SHIFT_LEFT = 0
    SHIFT_RIGHT = 1
    JOIN_NONE = 0
    JOIN_TX = 1
    JOIN_RX = 2
    IRQ_SM0 = 256
    IRQ_SM1 = 512
    IRQ_SM2 = 1024
    IRQ_SM3 = 2048

    def __new__(cls, id: int):
        if id not in (0, 1):
            raise ValueError("invalid PIO")
        if id not in _blocks:
            made = _blocks[id] = object.__new__(cls)
            made._id = id
            made._programs = []
            made._irq = _Irq(made)
            for flag in range(_MACHINES):
                _machine_interrupts.pio[_MACHINES * id + flag] = made._take
        return _blocks[id]

    def add_program(self, program) -> None:
        """Loads a program; ENOMEM when there is no room."""
        if program[1 + self._id] >= 0:
            return
        words = array("I", program[0])
        offset = _call("pio.load", self._id, uctypes.addressof(words), len(words), -1)
        if offset < 0:
            raise OSError(-offset)
        program[1 + self._id] = offset
        self._programs.append(program)

    def remove_program(self, program=None) -> None:
        """Takes a program out of memory, or all of them."""
        for loaded in self._programs if program is None else [program]:
            if loaded[1 + self._id] >= 0:
                _call("pio.unload", self._id, loaded[1 + self._id], len(loaded[0]))
                loaded[1 + self._id] = -1
        self._programs = [loaded for loaded in self._programs if loaded[1 + self._id] >= 0]

    def state_machine(self, id: int, *settings, **named):
        """The block's state machine 0 to 3; set up when a program is given."""
        if not 0 <= id < _MACHINES:
            raise ValueError("invalid state machine")
        return StateMachine(_MACHINES * self._id + id, *settings, **named)

    def irq(self, handler=None, trigger: int = 0xF00, hard: bool = False):
        """Has `handler(pio)` called when a state machine raises flag 0 to 3 (`IRQ_SM0` …)."""
        self._irq._set(handler, trigger)
        return self._irq

    def _want(self) -> None:
        """Tells the block which flags interrupt the program."""
        wanted = self._irq._trigger >> _IRQ_SHIFT if self._irq._handler is not None else 0
        for number in range(_MACHINES):
            machine = _machines.get(_MACHINES * self._id + number)
            if machine is not None and machine._irq._handler is not None and machine._irq._trigger:
                wanted |= 1 << number
        _call("pio.want", self._id, wanted & 0xF)

    def _take(self, flag: int) -> None:
        self._irq._fire(1 << _IRQ_SHIFT + flag)
        machine = _machines.get(_MACHINES * self._id + flag)
        if machine is not None:
            machine._irq._fire(1)

    def __repr__(self) -> str:
        return f"PIO({self._id})"


def _shape(pins, base):
    """Of pins that a program initializes: the first, how many, and masks of them, their levels and directions."""
    first = 0 if base is None else gpio(base)
    states = () if pins is None else (pins,) if isinstance(pins, int) else pins
    mask = levels = directions = 0
    for place, state in enumerate(states):
        bit = 1 << (first + place & 31)
        mask |= bit
        levels |= bit if state & 1 else 0
        directions |= bit if state & 2 else 0
    # Without a base nothing is initialized.
    if base is None:
        mask = 0
    return first, len(states), mask, levels & mask, directions & mask


class StateMachine:
    """A state machine, 0 to 7: `StateMachine(0, program, freq=2000, set_base=Pin(25))`."""

    def __new__(cls, id: int, *settings, **named):
        if not isinstance(id, int) or not 0 <= id < 2 * _MACHINES:
            raise ValueError("invalid StateMachine")
        if id not in _machines:
            made = _machines[id] = object.__new__(cls)
            made._id = id
            made._pio = PIO(id // _MACHINES)
            made._irq = _Irq(made)
            made._sideset = (0, False)
            made._word = array("I", [0])
            made._waits = -1
        return _machines[id]

    def __init__(self, id: int, *settings, **named):
        if settings or named:
            self.init(*settings, **named)

    def init(
        self,
        program,
        freq: int = -1,
        *,
        in_base=None,
        out_base=None,
        set_base=None,
        jmp_pin=None,
        sideset_base=None,
        in_shiftdir: int | None = None,
        out_shiftdir: int | None = None,
        push_thresh: int | None = None,
        pull_thresh: int | None = None,
    ) -> None:
        """Sets the machine up to run a program, at `freq` instructions a second. `active(1)` starts it."""
        words, _, _, target, wrap, options, out_init, set_init, sideset_init, optional = program
        divider = 256 if freq < 0 else _CLOCK_HZ * 256 // freq if freq else 0
        if not 256 <= divider <= 65536 * 256:
            raise ValueError("freq out of range")
        self._pio.add_program(program)
        offset = program[1 + self._pio._id]
        in_right, out_right, autopush, autopull, push, pull, join, pindir = options
        out = _shape(out_init, out_base)
        set_ = _shape(set_init, set_base)
        side = _shape(sideset_init, sideset_base)
        self._sideset = (side[1], optional)
        pins = out[2] | set_[2] | side[2]
        setup = array(
            "I",
            [
                offset,
                len(words),
                offset + target,
                offset + wrap,
                side[1] + (1 if optional else 0),
                1 if optional else 0,
                1 if pindir else 0,
                0 if in_base is None else gpio(in_base),
                out[0],
                out[1],
                set_[0],
                set_[1],
                side[0],
                0 if jmp_pin is None else gpio(jmp_pin),
                in_right if in_shiftdir is None else in_shiftdir,
                out_right if out_shiftdir is None else out_shiftdir,
                1 if autopush else 0,
                1 if autopull else 0,
                _threshold(push if push_thresh is None else push_thresh),
                _threshold(pull if pull_thresh is None else pull_thresh),
                join,
                divider,
                pins,
                pins,
                out[3] | set_[3] | side[3],
                out[4] | set_[4] | side[4],
            ],
        )
        _call("pio.set_up", self._id, uctypes.addressof(setup))

    def active(self, *value) -> bool:
        """Says whether it runs; with an argument, starts or stops it."""
        if value:
            _call("pio.enable", self._id, 1 if value[0] else 0)
        return _call("pio.enabled", self._id) == 1

    def restart(self) -> None:
        """Begins the program anew."""
        _call("pio.restart", self._id)

    def exec(self, instr) -> None:
        """Does one instruction at once: a text such as `"set(pins, 1)"`, or its word."""
        word = instr if isinstance(instr, int) else asm_pio_encode(instr, *self._sideset)
        _call("pio.execute", self._id, word & 0xFFFF)

    def get(self, buf=None, shift: int = 0):
        """Takes a word of the RX FIFO, shifted right, or fills `buf` (bytes, an array of B, H, I); waits while none is there."""
        if buf is None:
            return self._take() >> shift
        view = memoryview(buf)
        mask = (1 << 8 * _item_size(buf)) - 1
        for place in range(len(view)):
            view[place] = (self._take() >> shift) & mask
        return None

    def _take(self) -> int:
        word = self._word
        address = uctypes.addressof(word)
        while not _call("pio.get", self._id, address, 1):
            _host.wait(20)
        return word[0]

    def put(self, value, shift: int = 0) -> None:
        """Gives the TX FIFO a word, shifted left, or every item of a buffer; waits while there is no room."""
        if isinstance(value, int):
            words = self._word
            words[0] = value << shift & _ALL
        else:
            _item_size(value)
            words = array("I", [item << shift & _ALL for item in memoryview(value)])
        waits = _host.waits()
        # A program that has only computed since its last word would have been faster on a board.
        prompt = 1 if waits == self._waits else 0
        left = _call("pio.put", self._id, uctypes.addressof(words), len(words), prompt)
        try:
            while left > 0:
                _host.wait(20)
                left = _call("pio.backlog", self._id)
        finally:
            if left > 0:
                _call("pio.drop_backlog", self._id)
            self._waits = _host.waits()

    def rx_fifo(self) -> int:
        """How many words wait to be taken."""
        return _call("pio.rx_fifo", self._id)

    def tx_fifo(self) -> int:
        """How many words wait for the machine."""
        return _call("pio.tx_fifo", self._id)

    def irq(self, handler=None, trigger: int = 1, hard: bool = False):
        """Has `handler(machine)` called when the program does `irq(rel(0))`."""
        self._irq._set(handler, trigger)
        return self._irq

    def _want(self) -> None:
        self._pio._want()

    def __repr__(self) -> str:
        return f"StateMachine({self._id})"


def _threshold(bits: int) -> int:
    return bits & 31 or 32


def _item_size(buf) -> int:
    """Bytes of an item: 1, 2 or 4."""
    size = len(bytes(memoryview(buf))) // len(buf) if len(buf) else 1
    if size not in (1, 2, 4):
        raise ValueError("unsupported buffer type")
    return size
