"""An MQTT 3.1.1 client: publishes and subscribes with QoS 0 and 1.

    client = MQTTClient("pico", "192.168.1.7")
    client.connect()
    client.publish(b"room/temperature", b"21.5")

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

import struct

import socket

_CONNECT, _CONNACK, _PUBLISH, _PUBACK = 0x10, 0x20, 0x30, 0x40
_SUBSCRIBE, _SUBACK, _PINGREQ, _PINGRESP, _DISCONNECT = 0x82, 0x90, 0xC0, 0xD0, 0xE0


class MQTTException(Exception):
    """The broker refused; the argument is its code."""


def _bytes(text) -> bytes:
    return text.encode() if isinstance(text, str) else text


def _field(text) -> bytes:
    data = _bytes(text)
    return struct.pack("!H", len(data)) + data


def _packet(kind: int, *parts: bytes) -> bytes:
    """A packet: its kind, the length of the rest in bytes of seven bits, the rest."""
    rest = b"".join(parts)
    size, length = len(rest), bytearray()
    while True:
        length.append(size & 0x7F | (0x80 if size > 0x7F else 0))
        size >>= 7
        if not size:
            return bytes((kind,)) + bytes(length) + rest


class MQTTClient:
    """A client of one broker. `set_callback` names who gets messages; `check_msg` or `wait_msg` takes them."""

    def __init__(self, client_id, server, port=0, user=None, password=None, keepalive=0, ssl=None):
        self.client_id = client_id
        self.sock = None
        self.server = server
        self.port = port or (8883 if ssl else 1883)
        self.ssl = ssl
        self.pid = 0
        self.cb = None
        self.user = user
        self.pswd = password
        self.keepalive = keepalive
        self.lw_topic = None
        self.lw_msg = None
        self.lw_qos = 0
        self.lw_retain = False

    def set_callback(self, f) -> None:
        """`f(topic, message)`, both bytes, is called for each message."""
        self.cb = f

    def set_last_will(self, topic, msg, retain: bool = False, qos: int = 0) -> None:
        """What the broker is to publish when this client is lost; before `connect`."""
        assert 0 <= qos <= 2
        assert topic
        self.lw_topic, self.lw_msg, self.lw_qos, self.lw_retain = topic, msg, qos, retain

    def connect(self, clean_session: bool = True, timeout: float | None = None) -> bool:
        """Connects; whether the broker knew a session of this client. MQTTException with the broker's code."""
        self.sock = socket.socket()
        self.sock.settimeout(timeout)
        self.sock.connect(socket.getaddrinfo(self.server, self.port)[0][-1])
        if self.ssl is True:
            import ssl

            self.sock = ssl.wrap_socket(self.sock, server_hostname=self.server)
        elif self.ssl:
            self.sock = self.ssl.wrap_socket(self.sock, server_hostname=self.server)
        flags = 0x02 if clean_session else 0
        parts = [_field(self.client_id)]
        if self.lw_topic:
            flags |= 0x04 | self.lw_qos << 3 | (0x20 if self.lw_retain else 0)
            parts += [_field(self.lw_topic), _field(self.lw_msg)]
        if self.user is not None:
            flags |= 0x80
            parts.append(_field(self.user))
            if self.pswd is not None:
                flags |= 0x40
                parts.append(_field(self.pswd))
        head = _field(b"MQTT") + bytes((4, flags)) + struct.pack("!H", self.keepalive)
        self.sock.write(_packet(_CONNECT, head, *parts))
        answer = self._read(4)
        assert answer[0] == _CONNACK and answer[1] == 2
        if answer[3]:
            raise MQTTException(answer[3])
        return bool(answer[2] & 1)

    def disconnect(self) -> None:
        """Says goodbye; the last will is not published."""
        self.sock.write(_packet(_DISCONNECT))
        self.sock.close()

    def ping(self) -> None:
        """Tells the broker that the client is still there; the answer is taken by `check_msg` or `wait_msg`."""
        self.sock.write(_packet(_PINGREQ))

    def publish(self, topic, msg, retain: bool = False, qos: int = 0) -> None:
        """Publishes; with QoS 1 waits until the broker has it."""
        assert qos in (0, 1)
        kind = _PUBLISH | qos << 1 | (1 if retain else 0)
        if not qos:
            self.sock.write(_packet(kind, _field(topic), _bytes(msg)))
            return
        pid = self._next_pid()
        self.sock.write(_packet(kind, _field(topic), struct.pack("!H", pid), _bytes(msg)))
        while True:
            if self.wait_msg() == _PUBACK:
                # Its length, always two, and the number of what arrived.
                if struct.unpack("!H", self._read(3)[1:])[0] == pid:
                    return

    def subscribe(self, topic, qos: int = 0) -> None:
        """Asks for the messages of a topic, or of several by a filter; waits for the broker's consent."""
        assert self.cb is not None, "Subscribe callback is not set"
        pid = self._next_pid()
        self.sock.write(_packet(_SUBSCRIBE, struct.pack("!H", pid), _field(topic), bytes((qos,))))
        while True:
            if self.wait_msg() == _SUBACK:
                answer = self._read(4)
                assert struct.unpack("!H", answer[1:3])[0] == pid
                if answer[3] == 0x80:
                    raise MQTTException(answer[3])
                return

    def wait_msg(self):
        """Waits for one packet; a message goes to the callback. Gives None, or the kind of another packet."""
        kind = self.sock.read(1)
        self.sock.setblocking(True)
        if kind is None:
            return None
        if kind == b"":
            raise OSError(-1)
        kind = kind[0]
        if kind == _PINGRESP:
            assert self._read(1)[0] == 0
            return None
        if kind & 0xF0 != _PUBLISH:
            return kind
        size = self._read_length()
        topic = self._read(struct.unpack("!H", self._read(2))[0])
        size -= len(topic) + 2
        qos = kind >> 1 & 3
        pid = b""
        if qos:
            pid = self._read(2)
            size -= 2
        message = self._read(size)
        self.cb(topic, message)
        if qos == 1:
            self.sock.write(_packet(_PUBACK, pid))
        elif qos == 2:
            raise AssertionError
        return kind

    def check_msg(self):
        """As `wait_msg`, but gives None at once when nothing is there."""
        self.sock.setblocking(False)
        return self.wait_msg()

    def _next_pid(self) -> int:
        self.pid = self.pid % 0xFFFF + 1
        return self.pid

    def _read(self, count: int) -> bytes:
        data = self.sock.read(count)
        if len(data) < count:
            raise OSError(-1)
        return data

    def _read_length(self) -> int:
        length = shift = 0
        while True:
            byte = self._read(1)[0]
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                return length
