"""Keep a text in an EEPROM (24C32), where it stays without power.

Wiring: SDA at GP4, SCL at GP5, 3V3 and ground.
"""

import time
from machine import I2C, Pin

ADDRESS = 0x50
PAGE = 32

i2c = I2C(0, sda=Pin(4), scl=Pin(5))


def wait_until_written():
    """A part that is writing does not answer."""
    while ADDRESS not in i2c.scan():
        time.sleep_ms(1)


def write(place, data):
    """Writes page by page: a write that crosses the end of a page begins it again."""
    while data:
        count = min(len(data), PAGE - place % PAGE)
        i2c.writeto_mem(ADDRESS, place, data[:count], addrsize=16)
        wait_until_written()
        place += count
        data = data[count:]


write(20, b"MicroPython remembers this, page after page.")
print(i2c.readfrom_mem(ADDRESS, 20, 44, addrsize=16).decode())
