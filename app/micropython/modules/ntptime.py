"""Asks a time server (NTP, RFC 5905) for the time: `ntptime.settime()` sets the board's clock to UTC.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

import struct
import time as _time

import socket

# The server to ask, and how many seconds to wait for its answer.
host = "pool.ntp.org"
timeout = 1

# Seconds from 1900, where NTP begins to count, to 1970, where a Pico W does; and those of one turn of NTP's counter.
_NTP_TO_UNIX = 2_208_988_800
_NTP_ERA = 1 << 32
# Of 2024: an earlier answer is one of the next era, from 2036 on.
_EARLIEST = 3_913_056_000


def time() -> int:
    """The seconds since 1970 in UTC, as the server says; OSError when it does not answer in time."""
    query = bytearray(48)
    # Version 3, a client.
    query[0] = 0x1B
    address = socket.getaddrinfo(host, 123)[0][-1]
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        s.settimeout(timeout)
        s.sendto(query, address)
        answer = s.recv(48)
    finally:
        s.close()
    seconds = struct.unpack("!I", answer[40:44])[0]
    if seconds < _EARLIEST:
        seconds += _NTP_ERA
    return seconds - _NTP_TO_UNIX


def settime() -> None:
    """Sets the clock to what the server says."""
    from machine import RTC

    year, month, day, hour, minute, second, weekday, _ = _time.gmtime(time())
    RTC().datetime((year, month, day, weekday, hour, minute, second, 0))
