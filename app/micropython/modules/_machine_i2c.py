"""The I2C buses of the simulated Pico W, over the parts on its bench.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

# differs: machine.I2C: reaches parts of the bench; a transfer takes no time
# differs: machine.SoftI2C: as I2C

import _host
import uctypes

from _machine_pin import gpio

_EIO = 5
_ENODEV = 19
_I2C_FUNCTION = 3
_PULL_UP = 1
_CLOCK_HZ = 125_000_000

_call = _host.call
_address_of = uctypes.addressof


def _buffer(data):
    """Gives `data` as something whose length counts bytes and whose address the other side can read."""
    if isinstance(data, (bytes, bytearray)):
        return data
    if isinstance(data, str):
        return data.encode()
    return bytes(memoryview(data))


class _Bus:
    """What I2C and SoftI2C have in common. `_absent` is the error when no part answers."""

    _absent = _EIO

    def __init__(self, scl: int, sda: int):
        self._scl = scl
        self._sda = sda

    def scan(self) -> list:
        """The 7-bit addresses that answer."""
        return [int(address) for address in _call("i2c.scan", self._sda, self._scl).split()]

    def _write(self, address: int, data, stop: bool, starts: bool = True) -> int:
        data = _buffer(data)
        result = _call(
            "i2c.write",
            self._sda,
            self._scl,
            address,
            _address_of(data) if data else 0,
            len(data),
            1 if starts else 0,
            1 if stop else 0,
        )
        if result < 0:
            # The chip cannot send an address alone, so MicroPython does that in software, with its other error.
            raise OSError(self._absent if data else _ENODEV)
        return result

    def _read(self, address: int, target, stop: bool, starts: bool = True) -> None:
        if len(target) == 0:
            return
        view = target if isinstance(target, bytearray) else memoryview(target)
        result = _call(
            "i2c.read",
            self._sda,
            self._scl,
            address,
            _address_of(view),
            _size(view),
            1 if starts else 0,
            1 if stop else 0,
        )
        if result < 0:
            raise OSError(self._absent)

    def writeto(self, addr: int, buf: bytes, stop: bool = True) -> int:
        """Writes `buf`; gives how many bytes were acknowledged. Without `stop` the bus is kept for what follows."""
        return self._write(addr, buf, stop)

    def writevto(self, addr: int, vector, stop: bool = True) -> int:
        """Writes the buffers of `vector` one after another, as one piece."""
        return self._write(addr, b"".join([bytes(_buffer(part)) for part in vector]), stop)

    def readfrom(self, addr: int, nbytes: int, stop: bool = True) -> bytes:
        """Reads `nbytes` bytes."""
        target = bytearray(nbytes)
        self._read(addr, target, stop)
        return bytes(target)

    def readfrom_into(self, addr: int, buf: bytearray, stop: bool = True) -> None:
        """Reads as many bytes as `buf` holds into it."""
        self._read(addr, buf, stop)

    def writeto_mem(self, addr: int, memaddr: int, buf: bytes, *, addrsize: int = 8) -> None:
        """Writes `buf` from register `memaddr` on; `addrsize` is the register number's width in bits."""
        self._write(addr, _memory_address(memaddr, addrsize) + bytes(_buffer(buf)), True)

    def readfrom_mem(self, addr: int, memaddr: int, nbytes: int, *, addrsize: int = 8) -> bytes:
        """Reads `nbytes` bytes from register `memaddr` on."""
        target = bytearray(nbytes)
        self.readfrom_mem_into(addr, memaddr, target, addrsize=addrsize)
        return bytes(target)

    def readfrom_mem_into(self, addr: int, memaddr: int, buf: bytearray, *, addrsize: int = 8) -> None:
        """Reads from register `memaddr` on into `buf`."""
        self._write(addr, _memory_address(memaddr, addrsize), False)
        self._read(addr, buf, True)


def _size(view) -> int:
    """Bytes of a buffer whose items may be wider than one."""
    return len(view) if isinstance(view, bytearray) else len(bytes(view))


def _memory_address(number: int, bits: int) -> bytes:
    if bits & 7 or not 0 <= bits <= 32:
        raise ValueError("invalid addrsize")
    return number.to_bytes(4, "big")[4 - bits // 8 :]


_DEFAULT_PINS = ((5, 4), (7, 6))
_instances = {}


def _unsupported(*_):
    raise OSError("I2C operation not supported")


class I2C(_Bus):
    """A hardware I2C bus: `I2C(0, scl=Pin(5), sda=Pin(4), freq=400_000)`."""

    def __new__(cls, id: int = 0, *settings, **named):
        if id not in (0, 1):
            raise ValueError(f"I2C({id}) doesn't exist")
        if id not in _instances:
            made = _instances[id] = object.__new__(cls)
            made._scl, made._sda = _DEFAULT_PINS[id]
            made._freq = 0
        return _instances[id]

    def __init__(self, id: int = 0, *settings, **named):
        self._id = id
        # Without settings, a bus that is in use stays as it is.
        if settings or named or self._freq == 0:
            self._set_up(*settings, **named)

    def _set_up(self, freq: int = 400_000, *, scl=None, sda=None, timeout: int = 50_000) -> None:
        if scl is not None:
            scl = gpio(scl)
            if scl & 3 != (3 if self._id else 1):
                raise ValueError("bad SCL pin")
            self._scl = scl
        if sda is not None:
            sda = gpio(sda)
            if sda & 3 != (2 if self._id else 0):
                raise ValueError("bad SDA pin")
            self._sda = sda
        # The nearest clock that a whole number of the chip's ticks makes.
        self._freq = _CLOCK_HZ // ((_CLOCK_HZ + freq // 2) // freq)
        self._timeout = timeout
        for pin in (self._scl, self._sda):
            _host.pin_configure(pin, _I2C_FUNCTION, 0, _PULL_UP)

    init = start = stop = readinto = write = _unsupported

    def __repr__(self) -> str:
        return f"I2C({self._id}, freq={self._freq}, scl={self._scl}, sda={self._sda}, timeout={self._timeout})"


class SoftI2C(_Bus):
    """An I2C bus on any two pins: `SoftI2C(scl=Pin(5), sda=Pin(4))`."""

    _absent = _ENODEV

    def __init__(self, scl, sda, *, freq: int = 400_000, timeout: int = 50_000):
        self.init(scl, sda, freq=freq, timeout=timeout)

    def init(self, scl, sda, *, freq: int = 400_000, timeout: int = 50_000) -> None:
        """Sets the bus up anew."""
        self._scl = gpio(scl)
        self._sda = gpio(sda)
        self._delay_us = max(1, 500_000 // freq)
        # Address and direction of a transaction that `start` began.
        self._begun = None
        self._read_starts = False
        for pin in (self._scl, self._sda):
            _host.pin_put(pin, 1)
            _host.pin_configure(pin, 5, 2, _PULL_UP)

    def start(self) -> None:
        """A start condition; `write` must follow with the address."""
        self._begun = None

    def write(self, buf: bytes) -> int:
        """Writes bytes, the address (shifted, with the direction in bit 0) first; gives how many were acknowledged."""
        data = bytes(_buffer(buf))
        if not data:
            return 0
        try:
            if self._begun is not None:
                return self._write(self._begun, data, False, False)
            address = data[0] >> 1
            count = 1
            self._read_starts = bool(data[0] & 1)
            if self._read_starts:
                if address not in self.scan():
                    return 0
            else:
                count += self._write(address, data[1:], False)
            self._begun = address
            return count
        except OSError:
            return 0

    def readinto(self, buf: bytearray, nack: bool = True) -> None:
        """Reads bytes of the transaction that `start` and `write` began."""
        if self._begun is not None:
            self._read(self._begun, buf, False, self._read_starts)
            self._read_starts = False

    def stop(self) -> None:
        """A stop condition."""
        self._begun = None
        _call("i2c.stop", self._sda, self._scl)

    def __repr__(self) -> str:
        return f"SoftI2C(scl={self._scl}, sda={self._sda}, freq={500_000 // self._delay_us})"
