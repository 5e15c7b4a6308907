"""Bluetooth for asyncio, which is not simulated: whatever is asked of this module raises NotImplementedError.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""


def __init__():
    """Called at the import, which is none of the things that are not simulated."""


def __getattr__(name: str):
    raise NotImplementedError("aioble is not simulated: Bluetooth needs a real board")
