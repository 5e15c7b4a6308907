"""Soft interrupts and the heap of the simulated board: `micropython.schedule` and `gc`.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

import gc
import sys

import _host
import micropython

from _image import replace

# How many callbacks rp2's `micropython.schedule` holds.
_SCHEDULE_DEPTH = 8
# Bytes of a Pico W's heap: `boardHeapBytes` in main/simulator/interpreter/metered-heap.ts.
_HEAP = 200_000

image_collect = gc.collect

# Called at every soft interrupt, whoever raised it, to see whether it was for them.
on_interrupt = []


def set_schedule() -> None:
    """Fills the scheduler's ring with one dispatcher for good: see main/simulator/interpreter/soft-interrupt.ts."""
    image_schedule = micropython.schedule
    tick = _host.tick
    wake = _host.wake
    queue = []

    def run_pending():
        tick()
        for look in on_interrupt:
            look()
        while queue:
            function, argument = queue.pop(0)
            try:
                function(argument)
            except Exception as error:
                sys.print_exception(error)

    def dispatch(_):
        try:
            run_pending()
            # Whoever was about to wait looks again: a callback may have changed what it waits for.
            wake()
        except KeyboardInterrupt:
            # It came while a callback ran, but it is the program that is to end.
            _host.interrupt_program()

    def schedule(function, argument):
        if len(queue) >= _SCHEDULE_DEPTH:
            raise RuntimeError("schedule queue full")
        queue.append((function, argument))
        _host.interrupt()

    # No loop here: its backward jump would have the interpreter empty the ring.
    _host.scheduled()
    image_schedule(dispatch, None)
    _host.scheduled()
    image_schedule(dispatch, None)
    _host.scheduled()
    image_schedule(dispatch, None)
    image_schedule(dispatch, None)
    try:
        image_schedule(dispatch, None)
        raise AssertionError("the image's ring has other than four slots")
    except RuntimeError:
        _host.disarm()
    replace(micropython, "schedule", schedule)


def set_heap() -> None:
    """Has `gc` tell of a Pico W's heap, and garbage collected before the image's own limit of 128 MB."""
    image_threshold = gc.threshold
    heap_free = _host.heap_free
    thresholds = [-1]

    def collect():
        _host.collect()

    def mem_alloc():
        return _HEAP - heap_free()

    def mem_free():
        return heap_free()

    def threshold(*amount):
        if not amount:
            return thresholds[0]
        thresholds[0] = amount[0]

    for function in (collect, mem_alloc, mem_free, threshold):
        replace(gc, function.__name__, function)
    image_threshold(4 << 20)
