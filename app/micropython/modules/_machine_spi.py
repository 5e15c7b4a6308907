"""The SPI buses of the simulated Pico W, over the parts and wires on its bench.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

# differs: machine.SPI: reaches parts and wires of the bench; a transfer takes no time
# differs: machine.SoftSPI: as SPI

import _host
import uctypes

from _machine_pin import gpio

_SPI_FUNCTION = 1
_SIO_FUNCTION = 5
_CLOCK_HZ = 48_000_000
_DEFAULT_PINS = ((18, 19, 16), (10, 11, 8))


class _Bus:
    """What SPI and SoftSPI have in common: everything but how they are set up."""

    MSB = 1
    LSB = 0

    def _transfer(self, data, target) -> None:
        data = data if isinstance(data, (bytes, bytearray)) else bytes(memoryview(data))
        if not data:
            return
        _host.call(
            "spi.transfer",
            self._sck,
            self._mosi,
            self._miso,
            uctypes.addressof(data),
            0 if target is None else uctypes.addressof(target),
            len(data),
        )

    def write(self, buf: bytes) -> None:
        """Writes `buf`; what comes back meanwhile is lost."""
        self._transfer(buf.encode() if isinstance(buf, str) else buf, None)

    def read(self, nbytes: int, write: int = 0) -> bytes:
        """Reads `nbytes` bytes while it writes the byte `write` again and again."""
        target = bytearray(bytes([write & 0xFF]) * nbytes)
        self._transfer(target, target)
        return bytes(target)

    def readinto(self, buf: bytearray, write: int = 0) -> None:
        """Reads into `buf` while it writes the byte `write` again and again."""
        self._transfer(bytes([write & 0xFF]) * len(bytes(buf)), buf)

    def write_readinto(self, write_buf: bytes, read_buf: bytearray) -> None:
        """Writes one buffer and reads the other of the same length at once; they may be the same."""
        if len(write_buf) != len(read_buf):
            raise ValueError("buffers must be the same length")
        self._transfer(write_buf, read_buf)

    def deinit(self) -> None:
        """Ends the use of the bus."""


_instances = {}


class SPI(_Bus):
    """A hardware SPI bus: `SPI(0, baudrate=1_000_000, sck=Pin(18), mosi=Pin(19), miso=Pin(16))`."""

    def __new__(cls, id: int, *settings, **named):
        if id not in (0, 1):
            raise ValueError(f"SPI({id}) doesn't exist")
        if id not in _instances:
            made = _instances[id] = object.__new__(cls)
            made._sck, made._mosi, made._miso = _DEFAULT_PINS[id]
        return _instances[id]

    def __init__(self, id: int, *settings, **named):
        self._id = id
        # Without settings, a bus that is in use stays as it is.
        if settings or named or not hasattr(self, "_baudrate"):
            self._set_up(*settings, **named)

    def _set_up(
        self,
        baudrate: int = 1_000_000,
        *,
        polarity: int = 0,
        phase: int = 0,
        bits: int = 8,
        firstbit: int = 1,
        sck=None,
        mosi=None,
        miso=None,
    ) -> None:
        self._sck = self._leg(sck, self._sck, 2, "bad SCK pin")
        self._mosi = self._leg(mosi, self._mosi, 3, "bad MOSI pin")
        self._miso = self._leg(miso, self._miso, 0, "bad MISO pin")
        self.init(baudrate=baudrate, polarity=polarity, phase=phase, bits=bits, firstbit=firstbit)
        for pin in (self._sck, self._mosi, self._miso):
            _host.pin_configure(pin, _SPI_FUNCTION, 0, 0)

    def _leg(self, pin, usual: int, place: int, problem: str) -> int:
        """Each leg of the two buses can be at every fourth pin, in turns of eight."""
        if pin is None:
            return usual
        number = gpio(pin)
        if number & 3 != place or number >> 3 & 1 != self._id:
            raise ValueError(problem)
        return number

    def init(
        self, *, baudrate: int = -1, polarity: int = -1, phase: int = -1, bits: int = -1, firstbit: int = -1
    ) -> None:
        """Sets what is given."""
        if firstbit == _Bus.LSB:
            raise NotImplementedError("LSB")
        if baudrate != -1:
            self._baudrate = _nearest(baudrate)
        if polarity != -1:
            self._polarity = polarity
        if phase != -1:
            self._phase = phase
        if bits != -1:
            self._bits = bits

    def __repr__(self) -> str:
        return (
            f"SPI({self._id}, baudrate={self._baudrate}, polarity={self._polarity}, phase={self._phase}, "
            f"bits={self._bits}, sck={self._sck}, mosi={self._mosi}, miso={self._miso})"
        )


def _nearest(baudrate: int) -> int:
    """The fastest rate not above the wanted one that the chip's two dividers make (RP2040 datasheet 4.4.3.4)."""
    prescale = 2
    while prescale < 254 and _CLOCK_HZ >= (prescale + 2) * 256 * baudrate:
        prescale += 2
    divider = 256
    while divider > 1 and _CLOCK_HZ // (prescale * (divider - 1)) <= baudrate:
        divider -= 1
    return _CLOCK_HZ // (prescale * divider)


class SoftSPI(_Bus):
    """An SPI bus on any three pins: `SoftSPI(sck=Pin(2), mosi=Pin(3), miso=Pin(4))`."""

    def __init__(
        self,
        baudrate: int = 500_000,
        *,
        polarity: int = 0,
        phase: int = 0,
        bits: int = 8,
        firstbit: int = 1,
        sck=None,
        mosi=None,
        miso=None,
    ):
        if bits != 8:
            raise ValueError("bits must be 8")
        if firstbit != _Bus.MSB:
            raise ValueError("firstbit must be MSB")
        if sck is None or mosi is None or miso is None:
            raise ValueError("must specify all of sck/mosi/miso")
        self.init(baudrate, polarity, phase, sck=sck, mosi=mosi, miso=miso)

    def init(self, baudrate: int = -1, polarity: int = -1, phase: int = -1, *, sck=None, mosi=None, miso=None) -> None:
        """Sets what is given."""
        if baudrate != -1:
            self._half_us = (500_000 + baudrate - 1) // baudrate
        if polarity != -1:
            self._polarity = polarity
        if phase != -1:
            self._phase = phase
        if sck is not None:
            self._sck = gpio(sck)
        if mosi is not None:
            self._mosi = gpio(mosi)
        if miso is not None:
            self._miso = gpio(miso)
        _host.pin_configure(self._sck, _SIO_FUNCTION, 1, 0)
        _host.pin_configure(self._mosi, _SIO_FUNCTION, 1, 0)
        _host.pin_configure(self._miso, _SIO_FUNCTION, 0, 0)

    def __repr__(self) -> str:
        return (
            f"SoftSPI(baudrate={500_000 // self._half_us}, polarity={self._polarity}, phase={self._phase}, "
            f"sck={self._sck}, mosi={self._mosi}, miso={self._miso})"
        )
