"""Sockets of the simulated Pico W: the computer's own, with the manners and error numbers of MicroPython on lwIP.

The calls never wait on the other side of `_host`; the waiting is done here, in loops that let Ctrl-C and soft interrupts
arrive. Without Wi-Fi everything that leaves the board raises EHOSTUNREACH, as on a board.
Runs on the simulated board only (MicroPython 1.29, WASM).
"""

import io
import time

import _host
import uctypes

AF_INET = 2
AF_INET6 = 10
SOCK_STREAM = 1
SOCK_DGRAM = 2
SOCK_RAW = 3
SOL_SOCKET = 1
SO_REUSEADDR = 4
SO_BROADCAST = 32
IPPROTO_IP = 0
IPPROTO_TCP = 6
IP_ADD_MEMBERSHIP = 1024
IP_DROP_MEMBERSHIP = 1025
TCP_NODELAY = 1

_EBADF = 9
_EAGAIN = 11
_EINVAL = 22
_ETIMEDOUT = 110
_EINPROGRESS = 115

# MP_STREAM_POLL and MP_STREAM_CLOSE of py/stream.h, and the bit for a closed stream.
_POLL = 3
_CLOSE = 4
_POLL_NVAL = 0x20
# What is reported whether it was asked for or not: ERR, HUP, NVAL.
_POLL_ALWAYS = 0x38

# A wake-up ends a wait early, so this only bounds how long one lasts.
_LONGEST_WAIT_MS = 60_000

_call = _host.call


def _buffer(data: bytes):
    """Gives `data` as something whose length counts bytes and whose address the other side can read."""
    if isinstance(data, (bytes, bytearray)):
        return data
    if isinstance(data, str):
        return data.encode()
    return bytes(memoryview(data))


def _endpoint(address: tuple) -> tuple:
    """Checks an address tuple as lwIP does: numbers only, names go through `getaddrinfo`."""
    if isinstance(address, (tuple, list)) and len(address) >= 2:
        host, port = address[0], address[1]
        if isinstance(host, str) and isinstance(port, int):
            if host and ":" not in host:
                parts = host.split(".")
                if len(parts) != 4 or not all(p.isdigit() and int(p) < 256 for p in parts):
                    raise ValueError("invalid arguments")
            return host, port
        raise TypeError("can't convert object to str" if isinstance(port, int) else "can't convert to int")
    raise ValueError("address tuple must have at least 2 elements")


def _wait(timeout_ms: int, number: int, *request):
    """Repeats a call until it does not answer "would wait"; raises `number` when `timeout_ms` have passed (-1: never)."""
    result = _call(*request)
    if result != -_EAGAIN:
        return _checked(result)
    if timeout_ms == 0:
        raise OSError(_EAGAIN)
    started = time.ticks_ms()
    while True:
        left = _LONGEST_WAIT_MS
        if timeout_ms > 0:
            left = timeout_ms - time.ticks_diff(time.ticks_ms(), started)
            if left <= 0:
                raise OSError(number)
        _host.wait(left)
        result = _call(*request)
        if result != -_EAGAIN:
            return _checked(result)


_TLS_ERRORS = {
    -0x2700: "MBEDTLS_ERR_X509_CERT_VERIFY_FAILED",
    -0x6E00: "MBEDTLS_ERR_SSL_HANDSHAKE_FAILURE",
    -0x7200: "MBEDTLS_ERR_SSL_INVALID_RECORD",
    -0x7280: "MBEDTLS_ERR_SSL_CONN_EOF",
    -0x7780: "MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE",
}


def _checked(result):
    if isinstance(result, int) and result < 0:
        if result in _TLS_ERRORS:
            raise OSError(result, _TLS_ERRORS[result])
        raise OSError(-result)
    return result


class socket(io.IOBase):
    """A TCP or UDP socket. A TCP one connects or listens; both wait for ever unless `settimeout` says otherwise."""

    def __init__(self, af: int = AF_INET, type: int = SOCK_STREAM, proto: int = 0, fileno: int = -1):
        self._type = type
        self._timeout = -1
        self._fd = fileno if fileno >= 0 else _checked(_call("socket.open", af, type))

    def __repr__(self) -> str:
        return f"<socket state={-17 if self._fd < 0 else 0} timeout={self._timeout} incoming=0 off=0>"

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def close(self) -> None:
        """Sends what is still waiting, then ends the connection. A second call does nothing."""
        if self._fd >= 0:
            _call("socket.close", self._fd)
            self._fd = -1

    def bind(self, address: tuple) -> None:
        """Takes a local address, `("", 8080)` for any interface; EADDRINUSE when another socket has it."""
        host, port = _endpoint(address)
        _wait(-1, _ETIMEDOUT, "socket.bind", self._fd, host, port)

    def listen(self, backlog: int = 2) -> None:
        """Begins to take connections, at most `backlog` at a time before `accept`."""
        _wait(-1, _ETIMEDOUT, "socket.listen", self._fd, max(0, backlog))

    def accept(self) -> tuple:
        """Waits for a connection: `(socket, (host, port))`."""
        fd = _wait(self._timeout, _ETIMEDOUT, "socket.accept", self._fd)
        taken = socket(AF_INET, SOCK_STREAM, 0, fd)
        taken._timeout = self._timeout
        return taken, taken._peer()

    def connect(self, address: tuple) -> None:
        """Connects to a numeric address. A refused TCP connection is ECONNRESET, as on a board."""
        host, port = _endpoint(address)
        _checked(_call("socket.connect", self._fd, host, port))
        if self._type == SOCK_STREAM:
            if self._timeout == 0:
                # Also when it is connected already: lwIP never is so soon.
                raise OSError(_EINPROGRESS)
            _wait(self._timeout, _EINPROGRESS, "socket.connected", self._fd)

    def send(self, data: bytes) -> int:
        """Sends and returns how many bytes were taken."""
        data = _buffer(data)
        return _wait(self._timeout, _ETIMEDOUT, "socket.send", self._fd, uctypes.addressof(data), len(data))

    def sendall(self, data: bytes) -> None:
        """Sends all of it over TCP."""
        if self._type != SOCK_STREAM:
            raise NotImplementedError
        data = _buffer(data)
        address, end = uctypes.addressof(data), len(data)
        sent = 0
        while sent < end:
            sent += _wait(self._timeout, _ETIMEDOUT, "socket.send", self._fd, address + sent, end - sent)

    def sendto(self, data: bytes, address: tuple) -> int:
        """Sends one datagram to `(host, port)`."""
        host, port = _endpoint(address)
        data = _buffer(data)
        return _wait(
            self._timeout, _ETIMEDOUT, "socket.sendto", self._fd, uctypes.addressof(data), len(data), host, port
        )

    def recv(self, size: int) -> bytes:
        """Waits for bytes and returns at most `size` of them; `b""` when the other end has closed."""
        data = bytearray(size)
        return bytes(memoryview(data)[: self._receive(data, 0, size)])

    def recvfrom(self, size: int) -> tuple:
        """Waits for a datagram: `(bytes, (host, port))`. What is longer than `size` is cut."""
        data = self.recv(size)
        return data, self._peer()

    def readinto(self, data: bytearray, size: int = -1):
        """Fills `data` from the stream as far as it goes; None when nothing is there and the socket does not wait."""
        view = memoryview(data)
        end = len(view) if size < 0 else min(size, len(view))
        return self._fill(view, end)

    def read(self, size: int = -1):
        """Reads `size` bytes, fewer at the end of the stream; all of it when `size` is negative."""
        if size >= 0:
            data = bytearray(size)
            count = self._fill(data, size)
            return None if count is None else bytes(memoryview(data)[:count])
        parts = []
        data = bytearray(1024)
        while True:
            count = self._fill(data, len(data))
            if count is None:
                return b"".join(parts) if parts else None
            if count == 0:
                return b"".join(parts)
            parts.append(bytes(memoryview(data)[:count]))

    def readline(self, size: int = -1):
        """Reads up to and with the next newline, at most `size` bytes; what is left at the end of the stream."""
        line = b""
        while size < 0 or len(line) < size:
            room = 256 if size < 0 else min(256, size - len(line))
            data = bytearray(room)
            try:
                count = self._receive(data, 0, room, "socket.recvline")
            except OSError as error:
                if error.errno == _EAGAIN:
                    return line or None
                raise
            line += bytes(memoryview(data)[:count])
            if count == 0 or line.endswith(b"\n"):
                break
        return line

    def write(self, data: bytes, *span):
        """Writes all of `data`, or `data[:size]`, or `data[offset:offset + size]`; returns how many bytes were taken."""
        data = _buffer(data)
        if span:
            offset, size = span if len(span) == 2 else (0, span[0])
            data = bytes(memoryview(data)[offset : offset + size])
        address, end = uctypes.addressof(data), len(data)
        sent = 0
        try:
            while sent < end:
                sent += _wait(self._timeout, _ETIMEDOUT, "socket.send", self._fd, address + sent, end - sent)
        except OSError as error:
            if error.errno != _EAGAIN:
                raise
            return sent or None
        return sent

    def makefile(self, mode: str = "rb", buffering: int = 0):
        """The socket itself: it is a stream already."""
        return self

    def settimeout(self, seconds) -> None:
        """Bounds every wait; None waits for ever, 0 never."""
        self._timeout = -1 if seconds is None else int(seconds * 1000)

    def setblocking(self, wait: bool) -> None:
        """`settimeout(None)` or `settimeout(0)`."""
        self._timeout = -1 if wait else 0

    def setsockopt(self, level: int, option: int, value) -> None:
        """SO_REUSEADDR, SO_BROADCAST (always on), TCP_NODELAY (always on), IP_ADD_MEMBERSHIP and IP_DROP_MEMBERSHIP."""
        if level == SOL_SOCKET and option == SO_REUSEADDR:
            _checked(_call("socket.reuse", self._fd, 1 if value else 0))
        elif option in (IP_ADD_MEMBERSHIP, IP_DROP_MEMBERSHIP):
            if len(value) != 8:
                raise ValueError
            group, local = (".".join(str(b) for b in part) for part in (value[:4], value[4:]))
            _checked(_call("socket.group", self._fd, group, local, 1 if option == IP_ADD_MEMBERSHIP else 0))
        elif (level, option) not in ((SOL_SOCKET, SO_BROADCAST), (IPPROTO_TCP, TCP_NODELAY)):
            print("Warning: lwip.setsockopt() not implemented")

    def ioctl(self, request: int, argument: int) -> int:
        """Answers `select.poll` and the close of a stream."""
        if request == _POLL:
            bits = _call("socket.poll", self._fd) if self._fd >= 0 else _POLL_NVAL
            return _POLL_NVAL if bits < 0 else bits & (argument | _POLL_ALWAYS)
        if request == _CLOSE:
            self.close()
            return 0
        return -_EINVAL

    def _peer(self) -> tuple:
        host, port = _checked(_call("socket.peer", self._fd)).split(" ")
        return host, int(port)

    def _receive(self, data: bytearray, offset: int, size: int, call: str = "socket.recv") -> int:
        if self._fd < 0:
            raise OSError(_EBADF)
        return _wait(self._timeout, _ETIMEDOUT, call, self._fd, uctypes.addressof(data) + offset, size)

    def _fill(self, data: bytearray, end: int):
        """Receives until `end` bytes are there, or a datagram, or the end of the stream, or nothing without waiting."""
        got = 0
        try:
            while got < end:
                count = self._receive(data, got, end - got)
                got += count
                if count == 0 or self._type != SOCK_STREAM:
                    break
        except OSError as error:
            if error.errno != _EAGAIN:
                raise
            return got or None
        return got


def getaddrinfo(host: str, port: int, af: int = 0, type: int = 0, proto: int = 0, flags: int = 0) -> list:
    """Finds a host's address: `[(family, type, proto, "", (address, port))]`; OSError -2 when nobody knows the name."""
    while True:
        address = _call("socket.resolve", host)
        if address != -_EAGAIN:
            break
        _host.wait(_LONGEST_WAIT_MS)
    if isinstance(address, int):
        raise OSError(address)
    family = AF_INET6 if ":" in address else AF_INET
    return [(family, type or SOCK_STREAM, proto, "", (address, port))]
