"""The assembler of PIO programs: `@asm_pio` runs a function whose instructions are calls, twice, and gives their words.

Encodings are those of the RP2040 datasheet, 3.4.
Runs on the simulated board only (MicroPython 1.29, WASM).
"""

from array import array

_JMP = 0x0000
_WAIT = 0x2000
_IN = 0x4000
_OUT = 0x6000
_PUSH = 0x8000
_PULL = 0x8080
_MOV = 0xA000
_IRQ = 0xC000
_SET = 0xE000
_NOP = 0xA042

# The bit of PUSH, PULL and IRQ that waits, and the one that makes it conditional or clears.
_WAITS = 0x20
_IF = 0x40
# `noblock`, which is not a bit of an instruction.
_NO_WAIT = 0x01

_JMP_PIN = 6
_WAIT_PIN = 1
_WAIT_IRQ = 2
# `exec` has one number as a destination of MOV, another of OUT.
_EXEC = 8
_MOV_EXEC = 4
_OUT_EXEC = 7

_MAXIMUM = 32


class PIOASMError(Exception):
    """A PIO program that cannot be assembled."""


class PIOASMEmit:
    """Takes down the instructions of a program, in two passes: the first finds out where labels are."""

    def __init__(
        self,
        *,
        out_init=None,
        set_init=None,
        sideset_init=None,
        side_pindir=False,
        in_shiftdir=0,
        out_shiftdir=0,
        autopush=False,
        autopull=False,
        push_thresh=32,
        pull_thresh=32,
        fifo_join=0,
    ):
        self.labels = {}
        self.sideset_count = _count(sideset_init)
        self.sideset_opt = False
        options = (in_shiftdir, out_shiftdir, autopush, autopull, push_thresh, pull_thresh, fifo_join, side_pindir)
        # Instructions, their place in each PIO's memory, and all that a state machine is set up with.
        self.prog = [array("H"), -1, -1, 0, -1, options, out_init, set_init, sideset_init, False]

    def start_pass(self, number: int) -> None:
        """0 finds labels and whether every instruction has a side-set, 1 takes down words."""
        if number == 1:
            if not self.num_instr:
                raise PIOASMError("empty program")
            # Where some instructions leave it out, one bit says whether it is there.
            self.sideset_opt = 0 < self.num_sideset < self.num_instr
            self.prog[9] = self.sideset_opt
        self.pass_ = number
        self.num_instr = 0
        self.num_sideset = 0
        self.wrap_used = False

    def wrap_target(self) -> None:
        """The program goes on here after `wrap`."""
        self.prog[3] = self.num_instr

    def wrap(self) -> None:
        """The program goes back to `wrap_target` after the instruction before."""
        if self.num_instr == 0:
            raise PIOASMError("wrap must come after an instruction")
        if self.wrap_used:
            raise PIOASMError("wrap can only be used once")
        self.wrap_used = True
        self.prog[4] = self.num_instr - 1

    def label(self, name: str) -> None:
        """Names this place for `jmp`."""
        if self.pass_ == 0:
            if name in self.labels:
                raise PIOASMError(f"duplicate label {name}")
            self.labels[name] = self.num_instr

    def word(self, instruction: int, label=None):
        """An instruction as a number; a label's address is added to it."""
        if self.pass_ == 0:
            if self.num_instr >= _MAXIMUM:
                raise PIOASMError("too many instructions")
        else:
            self.prog[0].append(instruction | self._address(label))
        self.num_instr += 1
        return self

    def _address(self, label) -> int:
        if label is None:
            return 0
        if isinstance(label, int):
            return label & 31
        if label not in self.labels:
            raise PIOASMError(f"unknown label {label}")
        return self.labels[label]

    @property
    def _delay_bits(self) -> int:
        return 5 - self.sideset_count - self.sideset_opt

    def delay(self, cycles: int):
        """Waits so many cycles after the instruction; `[cycles]` says the same."""
        if self.pass_ == 1:
            if not 0 <= cycles < 1 << self._delay_bits:
                raise PIOASMError("delay too large")
            self.prog[0][-1] |= cycles << 8
        return self

    __getitem__ = delay

    def side(self, value: int):
        """Sets the side-set pins while the instruction runs."""
        self.num_sideset += 1
        if self.pass_ == 1:
            if not 0 <= value < 1 << self.sideset_count:
                raise PIOASMError("side value too large")
            enable = 1 << self.sideset_count if self.sideset_opt else 0
            self.prog[0][-1] |= (enable | value) << 8 + self._delay_bits
        return self

    def nop(self):
        """Does nothing."""
        return self.word(_NOP)

    def jmp(self, condition, label=None):
        """Goes to a label, always or under a condition: `jmp("here")`, `jmp(x_dec, "here")`."""
        if label is None:
            condition, label = 0, condition
        return self.word(_JMP | condition << 5, label)

    def wait(self, polarity: int, source, index: int):
        """Waits until a pin, a GPIO or an interrupt flag is `polarity`."""
        if source == _JMP_PIN:
            source = _WAIT_PIN
        elif not isinstance(source, int):
            source = _WAIT_IRQ
        return self.word(_WAIT | polarity << 7 | source << 5 | _field(index))

    def in_(self, source: int, bits: int):
        """Shifts bits into the ISR."""
        return self.word(_IN | source << 5 | _bits(bits))

    def out(self, target: int, bits: int):
        """Shifts bits out of the OSR."""
        return self.word(_OUT | (_OUT_EXEC if target == _EXEC else target) << 5 | _bits(bits))

    def push(self, first: int = 0, second: int = 0):
        """Gives the ISR to the program: `push()`, `push(noblock)`, `push(iffull)`."""
        return self.word(_PUSH | _blocking(first | second))

    def pull(self, first: int = 0, second: int = 0):
        """Takes a word of the program's into the OSR: `pull()`, `pull(noblock)`, `pull(ifempty)`."""
        return self.word(_PULL | _blocking(first | second))

    def mov(self, target: int, source: int):
        """Copies, inverts or reverses a register: `mov(x, invert(y))`."""
        return self.word(_MOV | (_MOV_EXEC if target == _EXEC else target) << 5 | source)

    def irq(self, first: int, index: int | None = None):
        """Raises an interrupt flag: `irq(0)`, `irq(rel(0))`, `irq(block, 4)`, `irq(clear, 4)`."""
        if index is None:
            first, index = 0, first
        return self.word(_IRQ | first & (_IF | _WAITS) | _field(index))

    def set(self, target: int, value: int):
        """Sets pins, their directions, X or Y to a number up to 31."""
        return self.word(_SET | target << 5 | _field(value))


def _count(pins) -> int:
    if pins is None:
        return 0
    return 1 if isinstance(pins, int) else len(pins)


def _field(value: int) -> int:
    if not 0 <= value < 32:
        raise PIOASMError("value out of range")
    return value


def _bits(count: int) -> int:
    if not 1 <= count <= 32:
        raise PIOASMError("bit count out of range")
    return count & 31


def _blocking(flags: int) -> int:
    return flags & _IF | (0 if flags & _NO_WAIT and not flags & _WAITS else _WAITS)


# What a program can name, besides the instructions and directives of an emitter.
_pio_funcs = {
    "gpio": 0,
    "pins": 0,
    "x": 1,
    "y": 2,
    "null": 3,
    "pindirs": 4,
    "pc": 5,
    "status": 5,
    "isr": 6,
    "osr": 7,
    "exec": _EXEC,
    "not_x": 1,
    "x_dec": 2,
    "not_y": 3,
    "y_dec": 4,
    "x_not_y": 5,
    "pin": _JMP_PIN,
    "not_osre": 7,
    "noblock": _NO_WAIT,
    "block": _NO_WAIT | _WAITS,
    "iffull": _IF,
    "ifempty": _IF,
    "clear": _IF,
    "invert": lambda register: register | 0x08,
    "reverse": lambda register: register | 0x10,
    "rel": lambda index: index | 0x10,
}
_pio_directives = ("wrap_target", "wrap", "label")
_pio_instructions = ("word", "nop", "jmp", "wait", "in_", "out", "push", "pull", "mov", "irq", "set")


def _names(emit) -> dict:
    names = dict(_pio_funcs)
    for name in _pio_directives + _pio_instructions:
        names[name] = getattr(emit, name)
    return names


def asm_pio(**options):
    """Makes a PIO program of a function: `@rp2.asm_pio(set_init=rp2.PIO.OUT_LOW)`.

    Options: out_init, set_init, sideset_init, side_pindir, in_shiftdir, out_shiftdir, autopush, autopull, push_thresh,
    pull_thresh, fifo_join. Inside the function only the assembler's names are known.
    """

    def assemble(function):
        emit = PIOASMEmit(**options)
        known = function.__globals__
        before = known.copy()
        known.clear()
        known.update(_names(emit))
        try:
            for number in (0, 1):
                emit.start_pass(number)
                function()
        finally:
            known.clear()
            known.update(before)
        if emit.prog[4] < 0:
            emit.prog[4] = emit.num_instr - 1
        return emit.prog

    return assemble


def asm_pio_encode(instr: str, sideset_count: int, sideset_opt: bool = False) -> int:
    """The word of one instruction: `asm_pio_encode("set(pins, 1)", 0)`."""
    emit = PIOASMEmit()
    emit.sideset_count = sideset_count
    names = _names(emit)
    emit.start_pass(0)
    emit.num_instr = 1
    emit.start_pass(1)
    emit.sideset_opt = sideset_opt
    eval(instr, names)
    if len(emit.prog[0]) != 1:
        raise PIOASMError("expecting exactly 1 instruction")
    return emit.prog[0][0]
