"""MD5 and SHA-1 of the simulated board's `hashlib`, reckoned by its computer.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

import _host
import uctypes


class _Hash:
    _name = ""
    _size = 0

    def __init__(self, data=b""):
        self._number = _host.hash_begin(self._name)
        self.update(data)

    def update(self, data) -> None:
        """Adds more data."""
        if self._number < 0:
            raise ValueError("hash is final")
        view = memoryview(data)
        _host.hash_update(self._number, uctypes.addressof(view), len(view))

    def digest(self) -> bytes:
        """The hash of all data; no more can be added then."""
        if self._number < 0:
            raise ValueError("hash is final")
        result = bytearray(self._size)
        _host.hash_finish(self._number, uctypes.addressof(result))
        self._number = -1
        return bytes(result)


class md5(_Hash):
    """The MD5 hash, 16 bytes: for what is old, not for what must be safe."""

    _name = "md5"
    _size = 16


class sha1(_Hash):
    """The SHA-1 hash, 20 bytes: for what is old, not for what must be safe."""

    _name = "sha1"
    _size = 20
