"""AES in the modes that a board has.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

from _cipher import aes

__all__ = ("aes",)

del __all__
