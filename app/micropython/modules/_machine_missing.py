"""The classes of `machine` that are not simulated: they say so when they are used.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

# not simulated: machine.I2CTarget
# not simulated: machine.I2S
# not simulated: machine.USBDevice


class _Missing:
    def __init__(self, *settings, **named):
        raise NotImplementedError(f"the simulated board has no {type(self).__name__}")


class I2CTarget(_Missing):
    """The board as a part on somebody else's I2C bus."""


class I2S(_Missing):
    """Digital sound."""


class USBDevice(_Missing):
    """USB devices of one's own."""
