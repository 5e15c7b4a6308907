# NeoPixels: colours in, colours back, bytes out.
# bench: part neopixel data=GP28
from machine import Pin, bitstream
from neopixel import NeoPixel

strip = NeoPixel(Pin(28), 8)
strip.fill((1, 2, 3))
strip[0] = (255, 128, 0)
strip.write()
print(len(strip), strip[0], strip[7], strip.buf[:6])
wide = NeoPixel(Pin(28), 2, bpp=4, timing=0)
wide[1] = (1, 2, 3, 4)
wide.write()
print(wide[1], wide.buf, wide.timing)
try:
    bitstream(Pin(28), 1, (1, 2, 3, 4), b"x")
except ValueError as error:
    print(error)
