"""What the simulated Pico W knows of itself, its resets and its sleeps.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

# differs: machine.freq: takes and gives its values; the board runs as fast as its computer
# differs: machine.bootloader: takes the line away until the power was off; takes no firmware

import binascii
import time

import _host

_freq = 125_000_000


def freq(hz: int | None = None):
    """Reads or sets the processor's clock in Hz. The simulated board runs as fast as its computer whatever it says."""
    global _freq
    if hz is None:
        return _freq
    if not 10_000_000 <= hz <= 300_000_000:
        raise ValueError("cannot change frequency")
    _freq = hz


def unique_id() -> bytes:
    """The eight bytes that tell this board from others; a simulated board's follow from its name."""
    return binascii.unhexlify(_host.call("machine.unique_id"))


def reset_cause() -> int:
    """Why the board started: PWRON_RESET, or WDT_RESET after `machine.reset()`."""
    return _host.call("machine.reset_cause")


def soft_reset() -> None:
    """Starts the interpreter anew, on the same flash."""
    raise SystemExit


def reset() -> None:
    """Restarts the whole board; its line is dropped."""
    _host.reset()


def idle() -> None:
    """Waits for something to happen, a millisecond at most."""
    _host.wait(1)


def lightsleep(milliseconds: int | None = None) -> None:
    """Sleeps with everything kept."""
    while milliseconds is None:
        _host.wait(60_000)
    time.sleep_ms(milliseconds)


def deepsleep(milliseconds: int | None = None) -> None:
    """Sleeps, then restarts the board."""
    lightsleep(milliseconds)
    reset()


def bootloader(timeout: int | None = None) -> None:
    """Restarts into the bootloader, where other firmware can be loaded; the line is gone until the board was off."""
    _host.bootloader()
