"""Makes the built-in modules of MicroPython's WASM image those of a Pico W, before any program runs.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

import builtins
import sys

import _host
import micropython
import uos

from _image import kept, put_word, word

# What a Pico W has of the image's modules; the others are of the image's own world.
_IMAGE_MODULES = (
    "__main__",
    "_asyncio",
    "array",
    "binascii",
    "builtins",
    "cmath",
    "collections",
    "deflate",
    "errno",
    "framebuf",
    "gc",
    "hashlib",
    "heapq",
    "io",
    "json",
    "math",
    "micropython",
    "os",
    "platform",
    "random",
    "re",
    "select",
    "struct",
    "sys",
    "time",
    "uctypes",
    "vfs",
)
_FROZEN_MODULES = (
    "asyncio/__init__",
    "asyncio/core",
    "asyncio/event",
    "asyncio/funcs",
    "asyncio/lock",
    "uasyncio",
)
# Written in Python; found after the files of the flash, as on a board.
_ADDED_MODULES = tuple(_host.modules().split(" "))


def set_asyncio() -> None:
    """Lets the image's asyncio, made for JavaScript's event loop, run by itself."""
    import asyncio
    from asyncio import core

    next_run = [0]

    def schedule(ms):
        next_run[0] = ms

    core._schedule_run_iter = schedule
    core._task_queue = core.TaskQueue(schedule)

    async def guard(coroutine, outcome):
        # Its outcome is this program's own affair, not that of the queue, which would print it.
        try:
            outcome.append(await coroutine)
        except BaseException as error:
            outcome.append(None)
            outcome.append(error)

    def run(coroutine):
        outcome = []
        core.create_task(guard(coroutine, outcome))
        while not outcome:
            next_run[0] = 60_000
            core._run_iter()
            if not outcome:
                _host.wait(next_run[0])
        if len(outcome) > 1:
            raise outcome[1]
        return outcome[0]

    for module in (asyncio, core):
        module.run = module.run_until_complete = run
    core.Loop.run_until_complete = staticmethod(run)
    # A board's asyncio knows no JavaScript.
    for name in ("js", "jsffi", "asyncio_timer", "ThenableEvent"):
        delattr(asyncio, name)
    del core.js, core.jsffi


def set_modules() -> None:
    """Adds to the built-in modules what is written in Python, and takes away what a Pico W does not have."""
    # By the interned name, which a module holds and which the import looks for: other strings have other addresses.
    added = {}
    for name in _ADDED_MODULES:
        module = __import__(name)
        added[module.__name__] = module
    # Only now: some of them import others, and each is to be there once.
    for name, module in added.items():
        del module.__file__
        del sys.modules[name]
    added["uasyncio"] = sys.modules["asyncio"]
    kept.append(added)
    for anchor in (micropython, uos):
        # A map is {count << 3 | flags, count, table}, an entry of the table {name, module}.
        image_map = _host.find_map(id(anchor.__name__), id(anchor))
        table, count = word(image_map + 8), word(image_map + 4)
        entries = [
            (word(at), word(at + 4)) for at in range(table, table + 8 * count, 8) if word(at) in _names(_IMAGE_MODULES)
        ]
        if anchor is uos:
            entries += [(id(name), id(module)) for name, module in added.items()]
        table = _host.allocate(8 * len(entries))
        for index, (name, module) in enumerate(entries):
            put_word(table + 8 * index, name)
            put_word(table + 8 * index + 4, module)
        put_word(image_map, len(entries) << 3 | word(image_map) & 7)
        put_word(image_map + 4, len(entries))
        put_word(image_map + 8, table)


def _names(names: tuple) -> tuple:
    return tuple(id(name) for name in names)


def set_help() -> None:
    """`help("modules")` in the board's columns, without the image's other modules."""
    image_help = builtins.help

    def help(*topic):
        if topic != ("modules",):
            image_help(*topic)
            return
        names = sorted(_IMAGE_MODULES + _ADDED_MODULES + _FROZEN_MODULES)
        rows = (len(names) + 3) // 4
        for row in range(rows):
            line = names[row::rows]
            print("".join(f"{name:<18}" for name in line[:-1]) + line[-1])
        print("Plus any modules on the filesystem")

    builtins.help = help
