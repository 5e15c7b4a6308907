"""Shows the board's thread what its interpreter looks like from inside: see main/simulator/interpreter/collector.ts.

Runs on the simulated board only (MicroPython 1.29, WASM), before any program.
"""

import sys

import _host

import _scheduler

tick = _host.tick


def measure() -> None:
    """Goes ever deeper into calls, and asks for a collection, while memory is compared."""
    _host.nest()
    _host.mark()
    _host.mark()
    _scheduler.image_collect()
    _host.mark()
    _host.mark()


def show() -> None:
    """Calls `tick` from every kind of place where C code holds no object that bytecode does not hold, too."""
    tick()
    _plain()
    _with_defaults(1, b=3)
    _with_defaults(*(1, 2, 3), **{"d": 4})
    _Thing().method()
    _closure_of([])(1)
    for _ in _generator():
        tick()
    for _ in _delegating():
        tick()
    _generator().send(None)
    next(_generator())
    _wait_for_tick()
    # Printing holds its arguments, which are on the caller's stack, and what it reads of them.
    print("a", 1, 2.5, b"b", None, True, "\n")
    print([1], (1,), {1: 2}, {1}, end="")
    sys.stdout.write("a")


def _plain():
    tick()


def _with_defaults(a, b=2, *c, **d):
    tick()


class _Thing:
    def method(self):
        tick()


def _closure_of(kept):
    def closure(_):
        tick()
        return kept

    return closure


def _generator():
    tick()
    yield 1
    tick()


def _delegating():
    yield from _generator()


def _wait_for_tick():
    _host.interrupt()
    for _ in range(3):
        pass
