"""Writes into the tables of MicroPython's WASM image: what a Pico W's modules hold otherwise.

The image's modules are tables in its memory, made for good. No address is built in: every one is found from an object.
Runs on the simulated board only (MicroPython 1.29, WASM).
"""

import uctypes

# What only the image's tables point to, which the collector does not look into.
kept = []


def word(address: int) -> int:
    return int.from_bytes(uctypes.bytes_at(address, 4), "little")


def put_word(address: int, value: int) -> None:
    uctypes.bytearray_at(address, 4)[:] = value.to_bytes(4, "little")


def replace(module, name: str, value) -> None:
    """Points the entry `name` of a built-in module's table at `value`: `{object, map: {flags, size, table}}`."""
    table = id(module.__dict__)
    for entry in range(word(table + 12), word(table + 12) + 8 * word(table + 8), 8):
        if word(entry) == id(name):
            kept.append(value)
            put_word(entry + 4, id(value))
            return
    raise AttributeError(name)


def give(module, contents: dict) -> None:
    """Gives a built-in module other contents: `{object, globals}`."""
    contents["__name__"] = module.__name__
    kept.append(contents)
    put_word(id(module) + 4, id(contents))
