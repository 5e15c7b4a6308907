"""Interrupts of pins, timers and the PIO: which Python is called for which, between two bytecodes of whatever runs.

The board's scheduler calls `run`, when another thread or the program itself raised an interrupt.
Runs on the simulated board only (MicroPython 1.29, WASM).
"""

# differs: machine.disable_irq: holds pins, timers and the PIO back, not `micropython.schedule`

import sys

import _host

from _scheduler import on_interrupt

# By pin: (handler, its argument, the object that keeps the flags). By timer slot: the Timer. By flag of the PIO: what takes it.
pins = {}
timers = {}
pio = {}

# More than 0 while the program wants none: they wait.
_masked = 0

# What `next_interrupt` gives: a pin in the low byte and its edges above, or a timer's slot or a flag with one of these bits.
_TIMER = 1 << 16
_PIO = 1 << 17


def _call(handler, argument) -> None:
    try:
        handler(argument)
    except Exception as error:
        # As on a board: the program goes on.
        sys.print_exception(error)


def disable_irq() -> int:
    """Holds the interrupts of pins and timers back; gives what `enable_irq` takes."""
    global _masked
    before = _masked
    _masked = 1
    return before


def enable_irq(state: int) -> None:
    """Goes back to what was before; interrupts that waited come now."""
    global _masked
    _masked = state
    run()


def run() -> None:
    """Calls the handlers of everything that is pending, unless the program wants none at this moment."""
    while not _masked:
        pending = _host.next_interrupt()
        if pending < 0:
            return
        if pending & _TIMER:
            timer = timers.get(pending & 0xFF)
            if timer is not None:
                timer._fire(_call)
        elif pending & _PIO:
            flag = pending & 0xFF
            if flag in pio:
                _call(pio[flag], flag & 3)
        elif pending & 0xFF in pins:
            handler, argument, irq = pins[pending & 0xFF]
            irq._flags = pending >> 8
            _call(handler, argument)


on_interrupt.append(run)
