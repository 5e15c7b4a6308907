"""A rainbow that runs along a strip of eight NeoPixels.

Wiring: data of the strip at GP28, 5 V and ground.
"""

import time
from machine import Pin
from neopixel import NeoPixel

COUNT = 8
strip = NeoPixel(Pin(28), COUNT)


def wheel(place):
    """A colour of the rainbow, 0 to 255: from red over green and blue back to red."""
    if place < 85:
        return 255 - place * 3, place * 3, 0
    if place < 170:
        return 0, 255 - (place - 85) * 3, (place - 85) * 3
    return (place - 170) * 3, 0, 255 - (place - 170) * 3


start = 0
while True:
    for index in range(COUNT):
        strip[index] = wheel((start + index * 256 // COUNT) & 255)
    strip.write()
    if start == 0:
        print("A new round")
    start = (start + 8) & 255
    time.sleep_ms(20)
