"""Temperature, humidity and pressure from a BME280, with the formulas of its datasheet.

Wiring: SDA at GP4, SCL at GP5, 3V3 and ground.
"""

import struct
import time
from machine import I2C, Pin

ADDRESS = 0x76

i2c = I2C(0, sda=Pin(4), scl=Pin(5))

# Each sensor carries its own calibration.
T1, T2, T3, P1, P2, P3, P4, P5, P6, P7, P8, P9 = struct.unpack("<HhhHhhhhhhhh", i2c.readfrom_mem(ADDRESS, 0x88, 24))
H1 = i2c.readfrom_mem(ADDRESS, 0xA1, 1)[0]
H2, H3, e4, e5, e6, H6 = struct.unpack("<hBbBbb", i2c.readfrom_mem(ADDRESS, 0xE1, 7))
H4 = e4 << 4 | e5 & 15
H5 = e6 << 4 | e5 >> 4


def measure():
    """Gives degrees Celsius, hectopascals and percent."""
    i2c.writeto_mem(ADDRESS, 0xF2, b"\x01")
    i2c.writeto_mem(ADDRESS, 0xF4, b"\x25")
    time.sleep_ms(10)
    data = i2c.readfrom_mem(ADDRESS, 0xF7, 8)
    raw_pressure = data[0] << 12 | data[1] << 4 | data[2] >> 4
    raw_temperature = data[3] << 12 | data[4] << 4 | data[5] >> 4
    raw_humidity = data[6] << 8 | data[7]

    fine = (raw_temperature / 16384 - T1 / 1024) * T2 + (raw_temperature / 131072 - T1 / 8192) ** 2 * T3

    a = fine / 2 - 64000
    b = a * a * P6 / 32768 + a * P5 * 2
    b = b / 4 + P4 * 65536
    a = (1 + (P3 * a * a / 524288 + P2 * a) / 524288 / 32768) * P1
    pressure = (1048576 - raw_pressure - b / 4096) * 6250 / a
    pressure += (P9 * pressure * pressure / 2147483648 + pressure * P8 / 32768 + P7) / 16

    h = fine - 76800
    h = (raw_humidity - (H4 * 64 + H5 / 16384 * h)) * (H2 / 65536 * (1 + H6 / 67108864 * h * (1 + H3 / 67108864 * h)))
    return fine / 5120, pressure / 100, h * (1 - H1 * h / 524288)


while True:
    print("{:.1f} C, {:.1f} hPa, {:.0f} %".format(*measure()))
    time.sleep_ms(500)
