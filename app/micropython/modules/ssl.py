"""TLS over sockets. The computer's TLS does the work, with the calls, errors and sentences of a board's mbedTLS.

Certificates and keys may be DER or PEM. Runs on the simulated board only (MicroPython 1.29, WASM).
"""

import io

import _host
import uctypes

import socket

CERT_NONE = 0
CERT_OPTIONAL = 1
CERT_REQUIRED = 2
PROTOCOL_TLS_CLIENT = 0
PROTOCOL_TLS_SERVER = 1
MBEDTLS_VERSION = "Mbed TLS 3.6.2"

_EAGAIN = 11

_call = _host.call


def _content(source) -> bytes:
    """Bytes as they are; a string is the name of a file."""
    if not isinstance(source, str):
        return bytes(source)
    with open(source, "rb") as file:
        return file.read()


def _usable(kind: str, data: bytes) -> bytes:
    if not _call("tls.usable", kind, uctypes.addressof(data), len(data)):
        raise ValueError("invalid key" if kind == "key" else "invalid cert")
    return data


class SSLContext:
    """What connections have in common: certificates, keys, and whether the other end's certificate must be a good one."""

    def __init__(self, protocol: int):
        if protocol not in (PROTOCOL_TLS_CLIENT, PROTOCOL_TLS_SERVER):
            raise ValueError("invalid protocol")
        self.verify_mode = CERT_REQUIRED if protocol == PROTOCOL_TLS_CLIENT else CERT_NONE
        self._certificate = b""
        self._key = b""
        self._authority = b""

    def load_cert_chain(self, certfile, keyfile) -> None:
        """The own certificate and its key: names of files, or bytes."""
        key = _usable("key", _content(keyfile))
        self._certificate = _usable("certificate", _content(certfile))
        self._key = key

    def load_verify_locations(self, cafile: str | None = None, cadata: bytes | None = None) -> None:
        """The certificate that must have signed the other end's: the name of a file, or bytes."""
        self._authority = _usable("certificate", _content(cadata if cafile is None else cafile))

    def wrap_socket(
        self,
        sock,
        *,
        server_side: bool = False,
        do_handshake_on_connect: bool = True,
        server_hostname: str | None = None,
        client_id=None,
    ):
        """Speaks TLS over a connected socket from now on; gives the stream that is to be used in its place."""
        if server_hostname is None and self.verify_mode == CERT_REQUIRED and not server_side:
            raise ValueError("CERT_REQUIRED requires server_hostname")
        if not isinstance(sock, socket.socket):
            raise OSError("stream operation not supported")
        data = [self._certificate, self._key, self._authority]
        spans = []
        for part in data:
            spans += [uctypes.addressof(part) if part else 0, len(part)]
        while True:
            result = _call(
                "socket.secure", sock._fd, 1 if server_side else 0, self.verify_mode, server_hostname or "", *spans
            )
            if result != -_EAGAIN:
                break
            _host.wait(1000)
        socket._checked(result)
        wrapped = SSLSocket(sock)
        if do_handshake_on_connect:
            wrapped._handshake()
        return wrapped


class SSLSocket(io.IOBase):
    """A stream over TLS: what `SSLContext.wrap_socket` gives. Closing it closes its socket."""

    def __init__(self, sock):
        self._sock = sock

    def _handshake(self) -> None:
        while True:
            result = _call("socket.secured", self._sock._fd)
            if result != -_EAGAIN:
                break
            _host.wait(60_000)
        if isinstance(result, str):
            raise ValueError("\n" + result + "\n")
        socket._checked(result)

    def read(self, size: int = -1):
        """Reads `size` bytes, or all until the end."""
        return self._sock.read(size)

    def readinto(self, data: bytearray, size: int = -1):
        """Fills `data`."""
        return self._sock.readinto(data, size)

    def readline(self, size: int = -1):
        """Reads a line."""
        return self._sock.readline(size)

    def write(self, data: bytes, *span):
        """Writes all of `data`; gives how many bytes were taken."""
        return self._sock.write(data, *span)

    def setblocking(self, wait: bool) -> None:
        """Whether reading and writing wait."""
        self._sock.setblocking(wait)

    def close(self) -> None:
        """Ends the connection."""
        self._sock.close()

    def ioctl(self, request: int, argument: int) -> int:
        """Answers `select.poll` and the close of a stream."""
        return self._sock.ioctl(request, argument)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


def wrap_socket(
    sock,
    server_side: bool = False,
    key=None,
    cert=None,
    cert_reqs: int = CERT_NONE,
    cadata: bytes | None = None,
    server_hostname: str | None = None,
    do_handshake: bool = True,
):
    """Speaks TLS over a connected socket; checks nothing unless `cert_reqs` says so."""
    context = SSLContext(PROTOCOL_TLS_SERVER if server_side else PROTOCOL_TLS_CLIENT)
    context.verify_mode = cert_reqs
    if cert is not None or key is not None:
        context.load_cert_chain(cert, key)
    if cadata is not None:
        context.load_verify_locations(cadata=cadata)
    return context.wrap_socket(
        sock, server_side=server_side, server_hostname=server_hostname, do_handshake_on_connect=do_handshake
    )
