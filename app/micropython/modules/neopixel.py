"""Strips of LEDs whose colours are set one by one (WS2812 and its kin).

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

from machine import bitstream

__version__ = "0.1.0"


class NeoPixel:
    """`strip = NeoPixel(Pin(28), 8)`, then `strip[0] = (255, 0, 0)` and `strip.write()`."""

    # Where red, green, blue and white stand in what is sent.
    ORDER = (1, 0, 2, 3)

    def __init__(self, pin, n: int, bpp: int = 3, timing=1):
        self.pin = pin
        self.n = n
        self.bpp = bpp
        self.buf = bytearray(n * bpp)
        self.pin.init(pin.OUT)
        # ns: high and low of a 0, high and low of a 1; at 800 kHz, or at 400 kHz with timing 0.
        if isinstance(timing, int):
            timing = (400, 850, 800, 450) if timing else (800, 1700, 1600, 900)
        self.timing = timing

    def __len__(self) -> int:
        return self.n

    def __setitem__(self, index: int, colour: tuple) -> None:
        first = index * self.bpp
        for place in range(self.bpp):
            self.buf[first + self.ORDER[place]] = colour[place]

    def __getitem__(self, index: int) -> tuple:
        first = index * self.bpp
        return tuple([self.buf[first + self.ORDER[place]] for place in range(self.bpp)])

    def fill(self, colour: tuple) -> None:
        """Gives all of them one colour; `write` shows it."""
        for index in range(self.n):
            self[index] = colour

    def write(self) -> None:
        """Shows the colours."""
        bitstream(self.pin, 0, self.timing, self.buf)
