"""The bits and bytes of a 1-Wire bus, under `onewire`.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

import _host

from machine import Pin

_call = _host.call


def _prepared(pin) -> int:
    return pin._index if isinstance(pin, Pin) else Pin(pin)._index


def reset(pin) -> bool:
    """Sends a reset pulse; True when a part answers."""
    return _call("onewire.reset", _prepared(pin)) == 1


def readbit(pin) -> int:
    """Reads a bit."""
    return _call("onewire.read_bit", _prepared(pin))


def readbyte(pin) -> int:
    """Reads a byte."""
    return _call("onewire.read_byte", _prepared(pin))


def writebit(pin, bit: int) -> None:
    """Writes a bit."""
    _call("onewire.write_bit", _prepared(pin), 1 if bit else 0)


def writebyte(pin, byte: int) -> None:
    """Writes a byte."""
    _call("onewire.write_byte", _prepared(pin), byte & 0xFF)


def crc8(data: bytes) -> int:
    """The checksum that parts put at the end of what they say: 0 over data and checksum."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x8C if crc & 1 else 0)
    return crc
