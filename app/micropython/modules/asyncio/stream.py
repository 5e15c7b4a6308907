"""Streams of asyncio: sockets (and other streams) that are read and written without keeping other tasks from their turns.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

import errno
import socket
import sys

from . import core


class Stream:
    """A stream to read from and to write to; `StreamReader` and `StreamWriter` are other names for it."""

    def __init__(self, s, e: dict | None = None):
        self.s = s
        self.e = e or {}
        self.out_buf = b""

    def get_extra_info(self, v: str):
        """What is known of the other end: `"peername"` of a connection that a server took."""
        return self.e[v]

    async def __aenter__(self):
        return self

    async def __aexit__(self, kind, error, traceback):
        await self.close()

    def close(self):
        """Does nothing yet: `wait_closed` ends the connection."""
        return self._closed()

    async def _closed(self):
        pass

    async def wait_closed(self) -> None:
        """Ends the connection."""
        self.s.close()

    async def read(self, n: int = -1) -> bytes:
        """Waits for bytes, gives at most `n` of them; `b""` at the end. With -1, all until the end."""
        parts = []
        while True:
            data = await self._when_readable(self.s.read, n)
            if n >= 0:
                return data
            if not data:
                return b"".join(parts)
            parts.append(data)

    async def readinto(self, buf: bytearray) -> int:
        """Waits for bytes and puts them into `buf`; gives how many, 0 at the end."""
        return await self._when_readable(self.s.readinto, buf)

    async def readexactly(self, n: int) -> bytes:
        """Waits for `n` bytes; EOFError when the stream ends before."""
        parts = []
        while n:
            data = await self._when_readable(self.s.read, n)
            if not data:
                raise EOFError
            parts.append(data)
            n -= len(data)
        return b"".join(parts)

    async def readline(self) -> bytes:
        """Waits for a line, which it gives with its newline; at the end, for what is left."""
        line = b""
        while True:
            data = await self._when_readable(self.s.readline)
            line += data
            if not data or line.endswith(b"\n"):
                return line

    def write(self, buf: bytes) -> None:
        """Sends what can be sent at once and keeps the rest for `drain`."""
        if not self.out_buf:
            sent = self.s.write(buf)
            if sent == len(buf):
                return
            if sent:
                buf = memoryview(buf)[sent:]
        self.out_buf += bytes(buf)

    async def drain(self) -> None:
        """Waits until everything was sent."""
        if not self.out_buf:
            # A turn for the others, so that a loop of writes does not keep them from theirs.
            await core.sleep_ms(0)
            return
        rest = memoryview(self.out_buf)
        while len(rest):
            core._io_queue.queue_write(self.s)
            await core.switch()
            sent = self.s.write(rest)
            if sent:
                rest = rest[sent:]
        self.out_buf = b""

    async def awrite(self, buf: bytes, off: int = 0, sz: int = -1) -> None:
        """`write` and `drain` in one, as older programs call it."""
        self.write(memoryview(buf)[off : len(buf) if sz < 0 else off + sz])
        await self.drain()

    async def aclose(self) -> None:
        """`wait_closed`, as older programs call it."""
        await self.wait_closed()

    awritestr = awrite

    async def _when_readable(self, read, *arguments):
        """What `read` gives, as soon as it gives something; None means that it would wait."""
        while True:
            core._io_queue.queue_read(self.s)
            await core.switch()
            found = read(*arguments)
            if found is not None:
                return found


StreamReader = Stream
StreamWriter = Stream


def _context(ssl, server_hostname: str | None, host: str):
    """What `ssl=` says: True is a client that checks nothing, and speaks to the host by its name."""
    if ssl is not True:
        return ssl, server_hostname
    import ssl as module

    context = module.SSLContext(module.PROTOCOL_TLS_CLIENT)
    context.verify_mode = module.CERT_NONE
    return context, server_hostname or host


async def open_connection(host: str, port: int, ssl=None, server_hostname: str | None = None) -> tuple:
    """Connects to a host by TCP, or by TLS with `ssl=True` or an SSLContext: `(reader, writer)`, which are one stream."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM)[0]
    s = socket.socket(family, kind, protocol)
    s.setblocking(False)
    try:
        s.connect(address)
    except OSError as error:
        if error.errno != errno.EINPROGRESS:
            raise error
    core._io_queue.queue_write(s)
    await core.switch()
    if ssl:
        context, name = _context(ssl, server_hostname, host)
        s = context.wrap_socket(s, server_hostname=name, do_handshake_on_connect=False)
        s.setblocking(False)
    stream = Stream(s)
    return stream, stream


class Server:
    """What `start_server` gives: takes connections until it is closed. `async with server:` closes it at the end."""

    def __init__(self):
        self.state = False
        self.task = None

    async def __aenter__(self):
        return self

    async def __aexit__(self, kind, error, traceback):
        self.close()
        await self.wait_closed()

    def close(self) -> None:
        """Takes no more connections; those that were taken go on."""
        self.state = True
        self.task.cancel()

    async def wait_closed(self) -> None:
        """Waits until the port is free; without `close()`, for ever."""
        await self.task

    async def _serve(self, s, cb, ssl) -> None:
        while True:
            core._io_queue.queue_read(s)
            try:
                await core.switch()
            except core.CancelledError as error:
                s.close()
                if self.state:
                    return
                raise error
            try:
                taken, address = s.accept()
                taken.setblocking(False)
                if ssl:
                    taken = self._secured(taken, ssl)
            except OSError:
                # It ended before it was taken, or speaks no TLS: the next one.
                continue
            stream = Stream(taken, {"peername": address})
            core.create_task(cb(stream, stream))

    def _secured(self, taken, ssl):
        try:
            return ssl.wrap_socket(taken, server_side=True, do_handshake_on_connect=False)
        except OSError as error:
            sys.print_exception(error)
            taken.close()
            raise error


async def start_server(cb, host: str, port: int, backlog: int = 5, ssl=None) -> Server:
    """Listens, and starts `cb(reader, writer)` as a task for each connection."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM)[0]
    s = socket.socket(family, kind, protocol)
    s.setblocking(False)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(address)
    s.listen(backlog)
    server = Server()
    server.task = core.create_task(server._serve(s, cb, ssl))
    try:
        # So that it is listening to its streams when `close()` comes.
        await core.sleep_ms(0)
    except core.CancelledError as error:
        server.task.cancel()
        raise error
    return server
