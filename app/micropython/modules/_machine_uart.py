"""The serial ports of the simulated Pico W: what is sent goes where a wire of the bench leads, at the line's speed.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

# differs: machine.UART: no flow control, inversion or break
# not simulated: machine.UART.irq

import io
import time

import _host
import uctypes

from _machine_pin import gpio

_UART_FUNCTION = 2
_DEFAULT_PINS = ((0, 1), (4, 5))
_INVERSIONS = ("None", "INV_TX", "INV_RX", "INV_TX|INV_RX")

# py/stream.h: requests, and what a poll asks for and gets.
_FLUSH = 1
_POLL = 3
_POLL_READ = 1
_POLL_WRITE = 4
_EINVAL = 22

_call = _host.call
_instances = {}


class UART(io.IOBase):
    """A serial port: `UART(0, baudrate=9600, tx=Pin(0), rx=Pin(1))`."""

    INV_TX = 1
    INV_RX = 2
    CTS = 1
    RTS = 2
    IRQ_RXIDLE = 64
    IRQ_TXIDLE = 32
    IRQ_BREAK = 512

    def __new__(cls, id: int, *settings, **named):
        if id not in (0, 1):
            raise ValueError(f"UART({id}) doesn't exist")
        if id not in _instances:
            made = _instances[id] = object.__new__(cls)
            made._id = id
            made._tx, made._rx = _DEFAULT_PINS[id]
            made._open = False
            made._baudrate, made._bits, made._parity, made._stop = 115_200, 8, None, 1
            made._timeout = made._timeout_char = made._invert = 0
        return _instances[id]

    def __init__(self, id: int, *settings, **named):
        if settings or named or not self._open:
            self.init(*settings, **named)

    def init(
        self,
        baudrate: int = -1,
        bits: int = -1,
        parity: int | None = -1,
        stop: int = -1,
        *,
        tx=None,
        rx=None,
        cts=None,
        rts=None,
        timeout: int = -1,
        timeout_char: int = -1,
        invert: int = -1,
        flow: int = -1,
        txbuf: int = -1,
        rxbuf: int = -1,
    ) -> None:
        """Sets what is given, and opens the port. Flow control is taken and does nothing."""
        self._tx = self._leg(tx, self._tx, 0, "bad TX pin")
        self._rx = self._leg(rx, self._rx, 1, "bad RX pin")
        self._leg(cts, 0, 2, "bad CTS pin")
        self._leg(rts, 0, 3, "bad RTS pin")
        if invert & ~3 and invert != -1:
            raise ValueError("bad inversion mask")
        if flow & ~3 and flow != -1:
            raise ValueError("bad hardware flow control mask")
        if baudrate > 0:
            self._baudrate = baudrate
        if bits > 0:
            self._bits = bits
        if parity != -1:
            self._parity = None if parity is None else parity & 1
        if stop > 0:
            self._stop = stop
        if timeout >= 0:
            self._timeout = timeout
        if timeout_char >= 0:
            self._timeout_char = timeout_char
        if invert >= 0:
            self._invert = invert
        self._rxbuf = _buffer_size(rxbuf, "rxbuf too large")
        self._txbuf = _buffer_size(txbuf, "txbuf too large")
        # Never shorter than a character takes: thirteen bits, to be safe.
        self._timeout_char = max(self._timeout_char, 13_000 // self._baudrate + 1)
        parity_kind = 0 if self._parity is None else self._parity + 1
        _call(
            "uart.configure",
            self._id,
            self._baudrate,
            self._bits,
            parity_kind,
            self._stop,
            self._tx,
            self._rx,
            self._txbuf,
            self._rxbuf,
        )
        for pin in (self._tx, self._rx):
            _host.pin_configure(pin, _UART_FUNCTION, 0, 0)
        self._open = True

    def _leg(self, pin, usual: int, place: int, problem: str) -> int:
        """Each leg of the two ports can be at every fourth pin, in turns of eight that begin at GP4."""
        if pin is None:
            return usual
        number = gpio(pin)
        if number & 3 != place or (number + 4) >> 3 & 1 != self._id:
            raise ValueError(problem)
        return number

    def deinit(self) -> None:
        """Closes the port."""
        _call("uart.close", self._id)
        self._open = False

    def any(self) -> int:
        """How many bytes can be read at once."""
        return _call("uart.any", self._id)

    def readinto(self, buf: bytearray, nbytes: int = -1) -> int | None:
        """Reads into `buf`; gives how many bytes came before the time was over, None for none."""
        size = len(buf) if nbytes < 0 else min(nbytes, len(buf))
        address = uctypes.addressof(buf)
        got = 0
        deadline = time.ticks_add(time.ticks_ms(), self._timeout)
        while got < size:
            count = _call("uart.read", self._id, address + got, size - got)
            if count:
                got += count
                deadline = time.ticks_add(time.ticks_ms(), self._timeout_char)
                continue
            if time.ticks_diff(deadline, time.ticks_ms()) <= 0:
                break
            _host.wait(1)
        return got or None

    def read(self, nbytes: int = -1) -> bytes | None:
        """Reads `nbytes` bytes at the most, or everything that is there; None when nothing came in time."""
        if nbytes >= 0:
            buf = bytearray(nbytes)
            got = self.readinto(buf)
            return None if got is None else bytes(buf[:got])
        pieces = []
        while True:
            piece = self.read(max(1, self.any()))
            if piece is None:
                return b"".join(pieces) if pieces else None
            pieces.append(piece)

    def readline(self, size: int = -1) -> bytes | None:
        """Reads a line with its end, or what came of it before the time was over; None for nothing."""
        line = b""
        while size < 0 or len(line) < size:
            byte = self.read(1)
            if byte is None:
                break
            line += byte
            if byte == b"\n":
                break
        return line or None

    def write(self, buf: bytes) -> int:
        """Sends `buf`; waits while the buffer is full."""
        data = buf.encode() if isinstance(buf, str) else buf
        data = data if isinstance(data, (bytes, bytearray)) else bytes(memoryview(data))
        if not data:
            return 0
        address = uctypes.addressof(data)
        sent = 0
        while True:
            sent += _call("uart.write", self._id, address + sent, len(data) - sent)
            if sent >= len(data) or not self._open:
                return sent
            _host.wait(1)

    def flush(self) -> None:
        """Waits until everything is sent."""
        while not self.txdone():
            _host.wait(1)

    def txdone(self) -> bool:
        """Whether everything is sent."""
        return _call("uart.idle", self._id) == 1

    def sendbreak(self) -> None:
        """Holds the line down for longer than a character."""
        time.sleep_us(13_000_000 // self._baudrate + 1)

    def irq(self, handler=None, trigger: int = 0, hard: bool = False):
        """Interrupts of serial ports are not simulated."""
        raise NotImplementedError("the simulated board has no UART interrupts; use any() or select.poll")

    def ioctl(self, request: int, argument: int) -> int:
        """What `select.poll` asks."""
        if request == _POLL:
            ready = _POLL_READ if argument & _POLL_READ and self.any() else 0
            return ready | argument & _POLL_WRITE
        if request == _FLUSH:
            self.flush()
            return 0
        return -_EINVAL

    def __repr__(self) -> str:
        return (
            f"UART({self._id}, baudrate={self._baudrate}, bits={self._bits}, parity={self._parity}, stop={self._stop}, "
            f"tx={self._tx}, rx={self._rx}, txbuf={self._txbuf}, rxbuf={self._rxbuf}, timeout={self._timeout}, "
            f"timeout_char={self._timeout_char}, invert={_INVERSIONS[self._invert]}, irq=0)"
        )


def _buffer_size(wanted: int, problem: str) -> int:
    if wanted > 32_766:
        raise ValueError(problem)
    return max(32, wanted) if wanted > 0 else 256
