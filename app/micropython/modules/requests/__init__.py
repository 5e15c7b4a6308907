"""HTTP and HTTPS requests: `requests.get(url).json()`.

Asks with HTTP/1.0, checks no certificates, follows redirects, as a board's does. Close each response, or read it to its end.
Runs on the simulated board only (MicroPython 1.29, WASM).
"""

import binascii
import json as _json

import socket

_REDIRECTS = (301, 302, 303, 307, 308)


class Response:
    """An answer: `status_code`, `reason`, `headers`; `content`, `text` or `json()` read its body once."""

    def __init__(self, raw):
        self.raw = raw
        self.encoding = "utf-8"
        self.status_code = 0
        self.reason = b""
        self.headers = {}
        self._content = None

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def close(self) -> None:
        """Ends the connection, though the body was not read."""
        if self.raw:
            self.raw.close()
            self.raw = None
        self._content = None

    @property
    def content(self) -> bytes:
        """The body."""
        if self._content is None:
            try:
                self._content = self.raw.read()
            finally:
                self.raw.close()
                self.raw = None
        return self._content

    @property
    def text(self) -> str:
        """The body as text."""
        return str(self.content, self.encoding)

    def json(self):
        """The body, read as JSON."""
        return _json.loads(self.content)


def _split(url: str) -> tuple:
    """`(is https, host, port, path)`."""
    scheme, found, rest = url.partition("://")
    if not found or scheme not in ("http", "https"):
        raise ValueError("Unsupported protocol: " + scheme + ":")
    end = min(at if at >= 0 else len(rest) for at in (rest.find("/"), rest.find("?")))
    host, path = rest[:end], rest[end:]
    if not path.startswith("/"):
        path = "/" + path
    host, _, port = host.partition(":")
    secure = scheme == "https"
    return secure, host, int(port) if port else (443 if secure else 80), path


def _connect(secure: bool, host: str, port: int, timeout):
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM)[0]
    s = socket.socket(family, kind, protocol)
    try:
        if timeout is not None:
            s.settimeout(timeout)
        s.connect(address)
        if not secure:
            return s
        import ssl

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.verify_mode = ssl.CERT_NONE
        return context.wrap_socket(s, server_hostname=host)
    except BaseException as error:
        s.close()
        raise error


def _send(s, method: str, target: str, headers: dict, data) -> None:
    lines = [f"{method} {target} HTTP/1.0\r\n"]
    lines += [f"{name}: {value}\r\n" for name, value in headers.items()]
    s.write("".join(lines).encode() + b"\r\n")
    if not data:
        return
    if headers.get("Transfer-Encoding") != "chunked":
        s.write(data)
        return
    for chunk in data:
        s.write(b"%x\r\n" % len(chunk))
        s.write(chunk)
        s.write(b"\r\n")
    s.write(b"0\r\n\r\n")


def _read_head(response, parse_headers) -> str | None:
    """Reads up to the body; gives where the answer sends the asker instead."""
    words = response.raw.readline().split(None, 2)
    if len(words) < 2:
        raise ValueError("HTTP error: BadStatusLine:\n%s" % words)
    response.status_code = int(words[1])
    response.reason = words[2].rstrip() if len(words) > 2 else ""
    location = None
    while True:
        line = response.raw.readline()
        if not line or line == b"\r\n":
            return location
        text = str(line, "utf-8")
        name, _, value = text.partition(":")
        name, value = name.lower(), value.strip()
        if name == "transfer-encoding" and "chunked" in value:
            raise ValueError("Unsupported " + text)
        if name == "location" and not 200 <= response.status_code <= 299:
            if response.status_code not in _REDIRECTS:
                raise NotImplementedError("Redirect %d not yet supported" % response.status_code)
            location = value
        if parse_headers is True:
            response.headers[text.partition(":")[0]] = value
        elif parse_headers:
            parse_headers(line, response.headers)


def request(
    method: str,
    url: str,
    data=None,
    json=None,
    headers: dict | None = None,
    stream=None,
    auth: tuple | None = None,
    timeout: float | None = None,
    parse_headers=True,
) -> Response:
    """Asks, and gives the `Response`. `data` is bytes, text or an iterator of bytes; `json` is anything that JSON can hold."""
    headers = dict(headers or {})
    secure, host, port, path = _split(url)
    if auth is not None:
        credentials = binascii.b2a_base64(f"{auth[0]}:{auth[1]}".encode())[:-1]
        headers["Authorization"] = "Basic " + str(credentials, "ascii")
    if "Host" not in headers:
        headers["Host"] = host if port == (443 if secure else 80) else f"{host}:{port}"
    if json is not None:
        data = _json.dumps(json)
        headers.setdefault("Content-Type", "application/json")
    if isinstance(data, str):
        data = data.encode()
    if data:
        if hasattr(data, "__len__") or isinstance(data, (bytes, bytearray, memoryview)):
            headers.setdefault("Content-Length", str(len(data)))
        elif "Content-Length" not in headers:
            headers["Transfer-Encoding"] = "chunked"
    headers.setdefault("Connection", "close")
    s = _connect(secure, host, port, timeout)
    response = Response(s)
    try:
        _send(s, method, path, headers, data)
        location = _read_head(response, parse_headers)
    except BaseException as error:
        s.close()
        raise error
    if location is None:
        return response
    s.close()
    if location.startswith("/"):
        location = url[: len(url) - len(path)] + location if url.endswith(path) else url + location
    for name in ("Host", "Content-Length", "Transfer-Encoding", "Authorization"):
        headers.pop(name, None)
    if response.status_code == 303 or (method == "POST" and response.status_code in (301, 302)):
        method, data = "GET", None
    return request(method, location, data, None, headers, stream, auth, timeout, parse_headers)


def head(url: str, **kw) -> Response:
    """Asks for the head alone."""
    return request("HEAD", url, **kw)


def get(url: str, **kw) -> Response:
    """Asks for what is at `url`."""
    return request("GET", url, **kw)


def post(url: str, **kw) -> Response:
    """Sends `data` or `json`."""
    return request("POST", url, **kw)


def put(url: str, **kw) -> Response:
    """Sends `data` or `json` to take the place of what is there."""
    return request("PUT", url, **kw)


def patch(url: str, **kw) -> Response:
    """Sends a change of what is there."""
    return request("PATCH", url, **kw)


def delete(url: str, **kw) -> Response:
    """Asks for what is there to be deleted."""
    return request("DELETE", url, **kw)
