"""AES in the modes that a board has.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

import _host
import uctypes

_ECB = 1
_CBC = 2
_CTR = 6
_BLOCK = 16


class aes:
    """A cipher with one key: `aes(key, mode, iv)`; `mode` is 1 for ECB, 2 for CBC or 6 for CTR (with 16 bytes of `iv`)."""

    def __init__(self, key: bytes, mode: int, IV: bytes | None = None):
        if mode not in (_ECB, _CBC, _CTR):
            raise ValueError("mode")
        if len(key) not in (16, 32):
            raise ValueError("key")
        if mode != _ECB and (IV is None or len(IV) != _BLOCK):
            raise ValueError("IV")
        self._key = bytes(key)
        self._mode = mode
        self._chain = bytearray(IV if IV is not None else _BLOCK)
        # Bytes of the counter's block that are used up.
        self._used = 0
        self._direction = None

    def encrypt(self, data: bytes, out: bytearray | None = None):
        """Gives the data enciphered, in `out` if there is one, which may be the data itself."""
        return self._work(1, data, out)

    def decrypt(self, data: bytes, out: bytearray | None = None):
        """Gives the data deciphered, in `out` if there is one, which may be the data itself."""
        return self._work(0, data, out)

    def _work(self, encrypt: int, data, out):
        if self._direction not in (None, encrypt) and self._mode != _CTR:
            raise ValueError("can't encrypt & decrypt")
        self._direction = encrypt
        view = memoryview(data)
        size = len(view)
        if self._mode != _CTR and size % _BLOCK:
            raise ValueError("blksize % 16")
        target = bytearray(size) if out is None else out
        if len(target) < size:
            raise ValueError("output too small")
        self._used = _host.aes(
            self._mode,
            encrypt,
            uctypes.addressof(self._key),
            len(self._key),
            uctypes.addressof(self._chain),
            self._used,
            uctypes.addressof(view),
            size,
            uctypes.addressof(target),
        )
        return bytes(target) if out is None else out
