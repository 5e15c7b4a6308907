"""What only the RP2040 has: programmable I/O (`PIO`, `StateMachine`, `@asm_pio`), and the Pico W's country and BOOTSEL button.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

# not simulated: rp2.DMA
# differs: rp2.Flash: tells its size; to read or write blocks raises NotImplementedError

import _host
from micropython import const

from _rp2_assembler import PIOASMEmit, PIOASMError, asm_pio, asm_pio_encode
from _rp2_machine import PIO, StateMachine

_BLOCKS = 212
_BLOCK_BYTES = 4096


def country(*code):
    """Reads or sets the two-letter country code, as `network.country` does."""
    import network

    return network.country(*code)


def bootsel_button() -> int:
    """1 while the BOOTSEL button is held down."""
    return _host.call("rp2.bootsel")


class Flash:
    """The flash as a block device. The simulated board keeps files in a folder of the computer: there are no blocks to read."""

    def ioctl(self, operation: int, argument: int = 0) -> int:
        """4 gives how many blocks there are, 5 the bytes of one."""
        return {4: _BLOCKS, 5: _BLOCK_BYTES}.get(operation, 0)

    def readblocks(self, block: int, buf: bytearray, offset: int = 0) -> None:
        """Not simulated."""
        raise NotImplementedError("the simulated board's flash is a folder; it has no blocks to read")

    def writeblocks(self, block: int, buf: bytes, offset: int = 0) -> None:
        """Not simulated."""
        raise NotImplementedError("the simulated board's flash is a folder; it has no blocks to write")


class DMA:
    """Direct memory access. Not simulated."""

    def __init__(self):
        raise NotImplementedError("the simulated board has no DMA; StateMachine.put takes a whole buffer")
