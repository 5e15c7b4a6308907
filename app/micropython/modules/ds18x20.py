"""DS18B20 and DS18S20 thermometers on a 1-Wire bus.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

from micropython import const

__version__ = "0.1.0"

_CONVERT = const(0x44)
_READ_SCRATCHPAD = const(0xBE)
_WRITE_SCRATCHPAD = const(0x4E)
_FAMILIES = (0x10, 0x22, 0x28)


class DS18X20:
    """All thermometers of a bus: `DS18X20(OneWire(Pin(22)))`."""

    def __init__(self, onewire):
        self.ow = onewire
        self.buf = bytearray(9)

    def scan(self) -> list:
        """The ROM codes of the thermometers."""
        return [rom for rom in self.ow.scan() if rom[0] in _FAMILIES]

    def convert_temp(self) -> None:
        """Has all of them measure; wait 750 ms before `read_temp`."""
        self.ow.reset(True)
        self.ow.writebyte(self.ow.SKIP_ROM)
        self.ow.writebyte(_CONVERT)

    def read_scratch(self, rom: bytes) -> bytearray:
        """The nine bytes of a thermometer's scratchpad, checked."""
        self.ow.reset(True)
        self.ow.select_rom(rom)
        self.ow.writebyte(_READ_SCRATCHPAD)
        self.ow.readinto(self.buf)
        if self.ow.crc8(self.buf):
            raise Exception("CRC error")
        return self.buf

    def write_scratch(self, rom: bytes, buf: bytes) -> None:
        """Writes the three settings: alarms above and below, resolution."""
        self.ow.reset(True)
        self.ow.select_rom(rom)
        self.ow.writebyte(_WRITE_SCRATCHPAD)
        self.ow.write(buf)

    def read_temp(self, rom: bytes) -> float | None:
        """The temperature in °C that a thermometer measured last."""
        buf = self.read_scratch(rom)
        raw = buf[1] << 8 | buf[0]
        if raw & 0x8000:
            raw -= 0x10000
        if rom[0] != 0x10:
            return raw / 16
        # A DS18S20 counts in halves and tells the rest apart.
        if buf[7] == 0:
            return None
        return (raw >> 1) - 0.25 + (buf[7] - buf[6]) / buf[7]
