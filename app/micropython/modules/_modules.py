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
    "struct",
    "sys",
    "time",
    "uctypes",
    "vfs",
)
# Modules that are Python on a board, too, and know their file.
_FROZEN_FILES = ("dht", "ds18x20", "neopixel", "onewire", "rp2")
# Written in Python; found after the files of the flash, as on a board.
_ADDED_MODULES = tuple(_host.modules().split(" "))
_PACKAGE_MODULES = tuple(_host.package_modules().split(" "))


def _set_package(package, parts: list) -> None:
    """Has the modules of a package found, and its own file forgotten, when it is first imported."""

    def on_import():
        del package.__init__
        for module in parts:
            sys.modules[module.__name__] = module

    package.__init__ = on_import


def set_modules() -> None:
    """Adds to the built-in modules what is written in Python, and takes away what a Pico W does not have."""
    # By the interned name, which a module holds and which the import looks for: other strings have other addresses.
    _forget_image_asyncio()
    added = {}
    for name in _ADDED_MODULES:
        module = __import__(name)
        added[module.__name__] = module
    parts = {}
    for path in _PACKAGE_MODULES:
        package, _, part = path.partition("/")
        if part != "__init__":
            name = package + "." + part
            __import__(name)
            parts.setdefault(package, []).append(sys.modules[name])
    # Only now: some of them import others, and each is to be there once.
    for name, module in added.items():
        del sys.modules[name]
        if name in parts:
            _set_package(module, parts[name])
        _hide_source(module, name + ".py" if name in _FROZEN_FILES else "")
    for modules in parts.values():
        for module in modules:
            del sys.modules[module.__name__]
            _hide_source(module, "")
    added["uasyncio"] = added["asyncio"]
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


def _hide_source(module, frozen_name: str) -> None:
    """Leaves of where a module came from what a board's shows: nothing, or the name of a frozen file."""
    if frozen_name:
        module.__file__ = frozen_name
    else:
        del module.__file__
    if "__doc__" in module.__dict__:
        del module.__doc__


def _forget_image_asyncio() -> None:
    """The image's own is made for JavaScript's event loop, and has no streams."""
    for name in list(sys.modules):
        if name == "asyncio" or name.startswith("asyncio."):
            del sys.modules[name]


def _names(names: tuple) -> tuple:
    return tuple(id(name) for name in names)


def _listed_modules() -> tuple:
    """Packages are listed by their files, as a board's frozen ones are."""
    packages = {path.split("/")[0] for path in _PACKAGE_MODULES}
    return tuple(name for name in _ADDED_MODULES if name not in packages) + _PACKAGE_MODULES + ("uasyncio",)


def set_help() -> None:
    """`help("modules")` in the board's columns, without the image's other modules."""
    image_help = builtins.help

    def help(*topic):
        if topic != ("modules",):
            image_help(*topic)
            return
        names = sorted(_IMAGE_MODULES + _listed_modules())
        rows = (len(names) + 3) // 4
        for row in range(rows):
            line = names[row::rows]
            print("".join(f"{name:<18}" for name in line[:-1]) + line[-1])
        print("Plus any modules on the filesystem")

    builtins.help = help
