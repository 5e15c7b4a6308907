"""Sends what a board logs to a syslog server, such as Bramble's, over Wi-Fi.

    import bramble_log

    bramble_log.start("192.168.1.20", wifi=("my wifi", "its password"))
    bramble_log.info("The door is open, %d lux", 140)

Lines that cannot be sent yet wait, the oldest give way; nothing here waits for the network or raises into the program. A Wi-Fi
that went away is joined again, unless the program switched it off. With `start()` alone, the server stands in
`/bramble_log.json`. What ends a program is reported, and again after the reboot, if it runs inside

    with bramble_log.guard:
        main()

With micropython-lib's `logging`: `bramble_log.follow_logging()` before it is used, or, for one logger,
`logging.getLogger("sensors").addHandler(bramble_log.Handler())`.

The lines are RFC 5424, with its `meta` sequenceId and sysUpTime, by which the server knows gaps and reboots. Needs
MicroPython 1.22 and less than 8 KB, the queue included. Run on 1.22, 1.28 and 1.29.
"""

import io
import json
import machine
import network
import os
import socket
import sys
import time
from micropython import const

CRITICAL = const(2)
ERROR = const(3)
WARNING = const(4)
NOTICE = const(5)
INFO = const(6)
DEBUG = const(7)

# Facility local0, "used by a program of one's own".
_FACILITY = const(128)
# RFC 5426 has receivers take 480 bytes at least and 2048 better; this fits an Ethernet frame.
_DATAGRAM_BYTES = const(1024)
# Of the heap, of which a line takes so much beside its bytes: its object, its place in the list, the rest of its last block.
_QUEUE_BYTES = const(1536)
_ITEM_BYTES = const(28)
# In characters; these of a deep traceback's end fit a datagram.
_TRACEBACK_HEADER = const(35)
_LAST_CALLS = const(750)
_RETRY_MS = const(1000)
_LOOKUP_MS = const(30_000)
_REJOIN_MS = const(5_000)

_CONFIGURATION = "/bramble_log.json"
_CRASH = "/bramble_crash.txt"

_server = None
_address = None
_looked_up_at = None
_wifi = None
_joined_at = 0
_socket = None
_name = "-"
_queue = []
_sending = False
_timer = None
_last_crash = None
_following = False
_sequence = 0
_up_ms = 0
_seen_at = time.ticks_ms()


def start(host: str | None = None, port: int = 5514, name: str | None = None, wifi: tuple | None = None) -> None:
    """Names the server, reports the boot, and joins the Wi-Fi if its name and password are given; waits for neither.

    `name` is the board's name in the log; by default it is made of its unique id. An address is better than a host name:
    a name is looked up when the first line is sent, which may take a moment.
    """
    global _server, _address, _looked_up_at, _name, _wifi, _joined_at
    if host is None:
        try:
            with open(_CONFIGURATION) as file:
                written = json.load(file)
            host, port = written["host"], written.get("port", port)
            name, wifi = written.get("name", name), written.get("wifi", wifi)
        except Exception as error:
            print("bramble_log: nothing is sent, for", _CONFIGURATION, "cannot be read:", repr(error))
            return
    _server, _address, _looked_up_at = (host, port), None, None
    board = machine.unique_id().hex()
    _name = _token(name or "pico-" + board[-6:])
    _wifi, _joined_at = wifi, time.ticks_ms()
    try:
        if wifi:
            wlan = network.WLAN(network.STA_IF)
            wlan.active(True)
            if not wlan.isconnected():
                wlan.connect(*wifi)
    except Exception as error:
        print("bramble_log: no Wi-Fi:", repr(error))
    # A code such as 1 for power on; the boards' ports differ in what they tell apart.
    log(NOTICE, "Started, reset cause %d, %s, board %s", machine.reset_cause(), sys.version, board, msgid="BOOT")
    _report_last_crash()


def log(severity: int, text: str, *args, app: str = "main", msgid: str = "-") -> None:
    """Sends a line, `text % args`, or has it wait. `severity` as above; `app` says which part of the program it is from."""
    global _last_crash
    try:
        if args:
            try:
                text = text % args
            except Exception:
                text = "%s %r" % (text, args)
        datagram = _datagram(severity, text, app, msgid)
        # Sent, it takes its file with it.
        if msgid == "LAST-CRASH":
            _last_crash = datagram
        _queue.append(datagram)
        # What is lost shows as a gap in the sequence.
        while sum(map(len, _queue)) + _ITEM_BYTES * len(_queue) > _QUEUE_BYTES:
            _queue.pop(0)
        flush()
    except Exception:
        # A program must not end because it logs: not for want of memory, nor for what a text's `str` raises.
        pass


def _at(severity: int):
    # Closures, for six functions of their own would take 400 bytes more.
    def at(text: str, *args) -> None:
        log(severity, text, *args)

    return at


critical = _at(CRITICAL)
error = _at(ERROR)
warning = _at(WARNING)
notice = _at(NOTICE)
info = _at(INFO)
debug = _at(DEBUG)


def crash(error: BaseException, msgid: str = "CRASH") -> None:
    """Reports an exception with its traceback, and keeps it for the report after the next boot."""
    global _last_crash
    try:
        text = io.StringIO()
        sys.print_exception(error, text)
        text = text.getvalue().rstrip()
        # The last calls say what happened.
        last = text.find("\n  File", -_LAST_CALLS)
        if last > _TRACEBACK_HEADER:
            text = text[:_TRACEBACK_HEADER] + "  ..." + text[last:]
        # What may still wait tells of an older one.
        _last_crash = None
        try:
            with open(_CRASH, "w") as file:
                file.write(text)
        except Exception:
            # A full flash: it is reported now all the same.
            pass
        log(CRITICAL, text, msgid=msgid)
    except Exception:
        # No memory: what ended the program must not be hidden by it.
        pass


def on_task_error(loop, context: dict) -> None:
    """For `asyncio.get_event_loop().set_exception_handler(bramble_log.on_task_error)`."""
    crash(context.get("exception") or context.get("message"))


class _Guard:
    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        # Ctrl-C, SystemExit and a task's cancellation are none.
        if isinstance(error, Exception):
            crash(error)
        return False


guard = _Guard()


class Handler:
    """A handler for micropython-lib's `logging`; the logger's name becomes the app's."""

    def __init__(self, level: int = 0):
        self.level = level
        self.formatter = None

    def setLevel(self, level: int) -> None:
        self.level = level

    def setFormatter(self, formatter) -> None:
        self.formatter = formatter

    def format(self, record) -> str:
        return record.message if self.formatter is None else self.formatter.format(record)

    def emit(self, record) -> None:
        try:
            level = record.levelno
            if level < self.level:
                return
            # 50, 40, 30, 25 and 20 are CRITICAL, ERROR, WARNING, NOTICE and INFO.
            severity = CRITICAL
            for least in b"\x32\x28\x1e\x19\x14":
                severity += level < least
            log(severity, self.format(record), app=record.name)
        except Exception:
            # A formatter or level of the program's own.
            pass

    def close(self) -> None:
        pass


def follow_logging() -> None:
    """Has every logger of micropython-lib's `logging` send here as well, if that is installed; its set-up stays the program's."""
    global _following
    # boot.py may have asked for it already.
    if _following:
        return
    try:
        import logging
    except ImportError:
        return
    _following = True
    configure = logging.basicConfig
    handler = Handler()

    # The root logger gets its handlers here, when it is first used or when the program says which.
    def basic_config(*args, **options):
        configure(*args, **options)
        logging.getLogger().addHandler(handler)

    logging.basicConfig = basic_config
    root = logging._loggers.get("root")
    if root:
        root.addHandler(handler)


def flush() -> bool:
    """Sends what waits, as far as the network takes it at once; tells whether nothing waits any more."""
    global _sending, _socket, _last_crash
    # The timer may come in the middle of a call.
    if _sending:
        return False
    _sending = True
    try:
        while _queue and _ready():
            datagram = _queue[0]
            _socket.sendto(datagram, _address)
            # A callback that logged meanwhile may have had it give way.
            if _queue and _queue[0] is datagram:
                _queue.pop(0)
            if datagram is _last_crash:
                _last_crash = None
                os.remove(_CRASH)
    except Exception as error:
        # EAGAIN only means "not now"; after anything else a fresh socket may do better.
        if _socket is not None and not (isinstance(error, OSError) and error.errno == 11):
            _socket.close()
            _socket = None
    finally:
        _sending = False
    _retry(bool(_queue) and _server is not None)
    return not _queue


def _ready() -> bool:
    global _socket, _address, _looked_up_at
    if _server is None or not (
        network.WLAN(network.STA_IF).isconnected() or network.WLAN(network.AP_IF).isconnected()
    ):
        return False
    if _address is None:
        now = time.ticks_ms()
        if _looked_up_at is not None and time.ticks_diff(now, _looked_up_at) < _LOOKUP_MS:
            return False
        _looked_up_at = now
        _address = socket.getaddrinfo(_server[0], _server[1])[0][-1]
    if _socket is None:
        _socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        _socket.setblocking(False)
    return True


def _retry(wanted: bool) -> None:
    global _timer
    if wanted == (_timer is not None):
        return
    if wanted:
        try:
            timer = machine.Timer(-1)
            timer.init(period=_RETRY_MS, callback=_try_again)
            _timer = timer
        except Exception:
            # The program has all timers: the next line tries again.
            pass
    else:
        _timer.deinit()
        _timer = None


def _try_again(_timer) -> None:
    global _joined_at
    try:
        # The driver joins once. 1 and 2 are a join on its way.
        wlan = network.WLAN(network.STA_IF)
        waited = time.ticks_diff(time.ticks_ms(), _joined_at) >= _REJOIN_MS
        if _wifi and waited and wlan.active() and wlan.status() not in (1, 2, 3):
            _joined_at = time.ticks_ms()
            wlan.connect(*_wifi)
    except Exception:
        # It is tried once more.
        pass
    flush()


def _datagram(severity: int, text: str, app: str, msgid: str) -> bytes:
    global _sequence
    # RFC 5424 section 7.3.1: from 1 to 2147483647, then 1 again.
    sequence = _sequence = _sequence % 2147483647 + 1
    head = '<%d>1 - %s %s - %s [meta sequenceId="%d" sysUpTime="%d"] ' % (
        _FACILITY + severity,
        _name,
        _token(app),
        msgid,
        sequence,
        _up_centiseconds(),
    )
    # Cut before it is copied: a long text may fit the memory just once.
    if not isinstance(text, str):
        text = str(text)
    text = text[:_DATAGRAM_BYTES]
    head, body = head.encode(), text.encode()
    # Section 6.4: a byte order mark says that it is UTF-8.
    if len(body) > len(text):
        head += b"\xef\xbb\xbf"
    room = _DATAGRAM_BYTES - len(head)
    if len(body) > room:
        room -= 3
        while body[room] & 0xC0 == 0x80:
            room -= 1
        body = body[:room] + b"..."
    return head + body


def _up_centiseconds() -> int:
    """Since this module was loaded; `ticks_ms` alone would begin again every twelve days."""
    global _up_ms, _seen_at
    seen_at = _seen_at
    _seen_at = time.ticks_ms()
    # After six days without a line the difference is negative; so it counts twelve.
    _up_ms += time.ticks_diff(_seen_at, seen_at) & 0x3FFFFFFF
    return _up_ms // 10


def _token(text: str) -> str:
    """As RFC 5424 wants names: printable ASCII without spaces, 48 characters as in an APP-NAME."""
    token = ""
    for c in str(text)[:48]:
        token += c if "!" <= c <= "~" else "-"
    return token or "-"


def _report_last_crash() -> None:
    # One that waits already, for the Wi-Fi.
    if _last_crash is not None:
        return
    try:
        with open(_CRASH) as file:
            text = file.read(_DATAGRAM_BYTES)
    except OSError:
        return
    except Exception:
        # Power was lost as it was written.
        text = "?"
    log(ERROR, "The last run ended by this:\n" + text, msgid="LAST-CRASH")
