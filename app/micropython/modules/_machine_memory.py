"""`mem8`, `mem16`, `mem32`: the registers of the RP2040 that programs poke, and the memory of their own objects.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

# differs: machine.mem32: SIO, pin functions and pulls, the timer, the chip's id, objects; others raise NotImplementedError

import _host
import uctypes

_SIO = 0xD000_0000
_IO_BANK0 = 0x4001_4000
_PADS_BANK0 = 0x4001_C000
_TIMER = 0x4005_4000
_CHIP_ID = 0x4000_0000
_WATCHDOG = 0x4005_8000
_CLEAR = 0x3000
_GPIOS = 30
# Below this, an address is that of an object in the interpreter's own memory (`uctypes.addressof`).
_OBJECTS_END = 0x1000_0000


def _mask(read) -> int:
    """A word with a bit for each GPIO."""
    return sum([1 << pin for pin in range(_GPIOS) if read(pin)])


def _write_outputs(value: int, which: int) -> None:
    for pin in range(_GPIOS):
        if which >> pin & 1:
            _host.pin_put(pin, value >> pin & 1)


def _write_enables(value: int, which: int) -> None:
    for pin in range(_GPIOS):
        if which >> pin & 1:
            _host.pin_configure(pin, _host.pin_function(pin), value >> pin & 1, _host.pin_pull(pin))


def _sio_read(offset: int) -> int:
    if offset == 0x000:
        return 0
    if offset == 0x004:
        return _mask(_host.pin_get)
    if offset == 0x010:
        return _mask(_host.pin_latch)
    if offset == 0x020:
        return _mask(_host.pin_direction)
    raise _unknown(_SIO + offset)


def _sio_write(offset: int, value: int) -> None:
    """The output and enable registers, each with its siblings that set, clear and toggle."""
    kind = offset & 0xF
    if offset & ~0xF == 0x010:
        write, read = _write_outputs, _host.pin_latch
    elif offset & ~0xF == 0x020:
        write, read = _write_enables, _host.pin_direction
    else:
        raise _unknown(_SIO + offset)
    if kind == 0x0:
        write(value, -1)
    elif kind == 0x4:
        write(value, value)
    elif kind == 0x8:
        write(0, value)
    elif kind == 0xC:
        write(~_mask(read), value)


def _unknown(address: int):
    return NotImplementedError(f"the simulated board has no register at 0x{address & 0xFFFFFFFF:08x}")


def _ticks(offset: int) -> int:
    us = int(_host.now_ms() * 1000)
    if offset in (0x08, 0x24):
        return us >> 32
    if offset in (0x0C, 0x28):
        return us & 0xFFFF_FFFF
    raise _unknown(_TIMER + offset)


def _read_register(address: int) -> int:
    if _SIO <= address < _SIO + 0x100:
        return _sio_read(address - _SIO)
    pin = (address - _IO_BANK0) >> 3
    if _IO_BANK0 <= address and pin < _GPIOS and address & 7 == 4:
        return _host.pin_function(pin)
    pin = (address - _PADS_BANK0 - 4) >> 2
    if _PADS_BANK0 + 4 <= address and pin < _GPIOS:
        pull = _host.pin_pull(pin)
        # Input enabled, 4 mA, Schmitt trigger; pull-up is bit 3, pull-down bit 2.
        return 0x52 | (8 if pull & 1 else 0) | (4 if pull & 2 else 0)
    if _TIMER <= address < _TIMER + 0x30:
        return _ticks(address - _TIMER)
    if address == _CHIP_ID:
        return 0x2000_2927
    if address == _WATCHDOG:
        return _host.call("watchdog.enabled") << 30
    raise _unknown(address)


def _write_register(address: int, value: int) -> None:
    if _SIO <= address < _SIO + 0x100:
        _sio_write(address - _SIO, value)
        return
    pin = (address - _IO_BANK0) >> 3
    if _IO_BANK0 <= address and pin < _GPIOS and address & 7 == 4:
        _host.pin_configure(pin, value & 0x1F, _host.pin_direction(pin), _host.pin_pull(pin))
        return
    pin = (address - _PADS_BANK0 - 4) >> 2
    if _PADS_BANK0 + 4 <= address and pin < _GPIOS:
        pull = (1 if value & 8 else 0) | (2 if value & 4 else 0)
        _host.pin_configure(pin, _host.pin_function(pin), _host.pin_direction(pin), pull)
        return
    if address == _WATCHDOG + _CLEAR:
        # ENABLE is bit 30; the other bits of CTRL do nothing here.
        if value >> 30 & 1:
            _host.call("watchdog.stop")
        return
    raise _unknown(address)


class Memory:
    """Memory by address: `mem32[0xd0000004]` is the levels of all pins."""

    def __init__(self, size: int):
        self._size = size

    def _require_aligned(self, address: int) -> int:
        address &= 0xFFFF_FFFF
        if address % self._size:
            raise ValueError(f"address {address:08x} is not aligned to {self._size} bytes")
        return address

    def __getitem__(self, address: int) -> int:
        address = self._require_aligned(address)
        if address < _OBJECTS_END:
            return int.from_bytes(uctypes.bytes_at(address, self._size), "little")
        shift = (address & 3) * 8
        return _read_register(address & ~3) >> shift & ((1 << 8 * self._size) - 1)

    def __setitem__(self, address: int, value: int) -> None:
        address = self._require_aligned(address)
        value &= (1 << 8 * self._size) - 1
        if address < _OBJECTS_END:
            uctypes.bytearray_at(address, self._size)[:] = value.to_bytes(self._size, "little")
            return
        # A narrow write to a register writes the value to every part of it (RP2040 datasheet 2.1.4).
        for _ in range(4 // self._size - 1):
            value |= value << 8 * self._size
        _write_register(address & ~3, value & 0xFFFF_FFFF)

    def __repr__(self) -> str:
        return f"<{8 * self._size}-bit memory>"
