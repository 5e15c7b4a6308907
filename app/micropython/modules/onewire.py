"""The 1-Wire bus: parts on one wire, each with a ROM code of eight bytes.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

import _onewire as _ow

__version__ = "0.1.0"


class OneWireError(Exception):
    """No part answered a reset."""


class OneWire:
    """A bus: `OneWire(Pin(22))`."""

    SEARCH_ROM = 0xF0
    MATCH_ROM = 0x55
    SKIP_ROM = 0xCC

    def __init__(self, pin):
        self.pin = pin
        self.pin.init(pin.OPEN_DRAIN, pin.PULL_UP)

    def reset(self, required: bool = False) -> bool:
        """Sends a reset pulse; says whether a part answers, or raises when one is `required`."""
        answered = _ow.reset(self.pin)
        if required and not answered:
            raise OneWireError
        return answered

    def readbit(self) -> int:
        """Reads a bit."""
        return _ow.readbit(self.pin)

    def readbyte(self) -> int:
        """Reads a byte."""
        return _ow.readbyte(self.pin)

    def readinto(self, buf: bytearray) -> None:
        """Reads as many bytes as `buf` holds."""
        for at in range(len(buf)):
            buf[at] = _ow.readbyte(self.pin)

    def writebit(self, value: int) -> None:
        """Writes a bit."""
        _ow.writebit(self.pin, value)

    def writebyte(self, value: int) -> None:
        """Writes a byte."""
        _ow.writebyte(self.pin, value)

    def write(self, buf: bytes) -> None:
        """Writes bytes."""
        for byte in buf:
            _ow.writebyte(self.pin, byte)

    def select_rom(self, rom: bytes) -> None:
        """Begins to speak to the part with that ROM code."""
        self.reset()
        self.writebyte(self.MATCH_ROM)
        self.write(rom)

    def scan(self) -> list:
        """The ROM codes of all parts, found by halving the field bit by bit."""
        found = []
        # Bits at which both ways were open and 0 was taken: the last of them takes 1 next time.
        code, undecided = 0, -1
        while True:
            step = self._search(code, undecided)
            if step is None:
                return found
            code, undecided = step
            found.append(bytearray(code.to_bytes(8, "little")))
            if undecided < 0:
                return found

    def _search(self, last: int, turn: int):
        """One pass: takes the way of `last` up to the bit `turn`, there 1, then 0 where both ways are open."""
        if not self.reset():
            return None
        self.writebyte(self.SEARCH_ROM)
        code, undecided = 0, -1
        for bit in range(64):
            value, complement = self.readbit(), self.readbit()
            if value and complement:
                return None
            if not value and not complement:
                value = last >> bit & 1 if bit < turn else int(bit == turn)
                if not value:
                    undecided = bit
            self.writebit(value)
            code |= value << bit
        return code, undecided

    def crc8(self, data: bytes) -> int:
        """The checksum of data; 0 over data and its checksum."""
        return _ow.crc8(data)
