"""Write text on a small display (SSD1306, 128 x 64) with framebuf, without any driver.

Wiring: SDA at GP4, SCL at GP5, 3V3 and ground.
"""

import framebuf
from machine import I2C, Pin

ADDRESS = 0x3C
WIDTH, HEIGHT = 128, 64

i2c = I2C(0, sda=Pin(4), scl=Pin(5), freq=400_000)
pixels = bytearray(WIDTH * HEIGHT // 8)
screen = framebuf.FrameBuffer(pixels, WIDTH, HEIGHT, framebuf.MONO_VLSB)

# Off, addresses that run on by themselves, right way up, charge pump, on.
for command in (0xAE, 0x20, 0x00, 0xA1, 0xC8, 0xA8, HEIGHT - 1, 0x8D, 0x14, 0xA6, 0xAF):
    i2c.writeto(ADDRESS, bytes((0x80, command)))


def show():
    """Sends the picture to the display."""
    for command in (0x21, 0, WIDTH - 1, 0x22, 0, HEIGHT // 8 - 1):
        i2c.writeto(ADDRESS, bytes((0x80, command)))
    i2c.writevto(ADDRESS, (b"\x40", pixels))


screen.fill(0)
screen.text("Hello, Pico W!", 8, 8)
screen.rect(0, 0, WIDTH, HEIGHT, 1)
screen.line(8, 24, WIDTH - 9, HEIGHT - 9, 1)
show()
print("The display shows", sum(bin(byte).count("1") for byte in pixels), "lit pixels.")
