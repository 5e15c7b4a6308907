"""DHT11 and DHT22 sensors of temperature and humidity.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

from machine import dht_readinto

__version__ = "0.1.0"


class DHTBase:
    """What both have in common: `measure` fetches five bytes and checks them."""

    def __init__(self, pin):
        self.pin = pin
        self.buf = bytearray(5)

    def measure(self) -> None:
        """Asks the sensor; ETIMEDOUT when none answers."""
        buf = self.buf
        dht_readinto(self.pin, buf)
        if (buf[0] + buf[1] + buf[2] + buf[3]) & 0xFF != buf[4]:
            raise Exception("checksum error")


class DHT11(DHTBase):
    """Whole degrees and percents."""

    def humidity(self) -> int:
        """In %, as measured last."""
        return self.buf[0]

    def temperature(self) -> int:
        """In °C, as measured last."""
        return self.buf[2]


class DHT22(DHTBase):
    """Tenths of degrees and percents."""

    def humidity(self) -> float:
        """In %, as measured last."""
        return (self.buf[0] << 8 | self.buf[1]) * 0.1

    def temperature(self) -> float:
        """In °C, as measured last."""
        tenths = (self.buf[2] & 0x7F) << 8 | self.buf[3]
        return (-tenths if self.buf[2] & 0x80 else tenths) * 0.1
