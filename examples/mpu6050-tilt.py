"""How a board is tilted, by the acceleration that an MPU6050 feels.

Wiring: SDA at GP4, SCL at GP5, 3V3 and ground.
"""

import math
import struct
import time
from machine import I2C, Pin

ADDRESS = 0x68

i2c = I2C(0, sda=Pin(4), scl=Pin(5))
i2c.writeto_mem(ADDRESS, 0x6B, b"\x00")  # wake up

while True:
    x, y, z = struct.unpack(">3h", i2c.readfrom_mem(ADDRESS, 0x3B, 6))
    roll = math.degrees(math.atan2(y, z))
    pitch = math.degrees(math.atan2(-x, math.sqrt(y * y + z * z)))
    print("roll {:.0f}, pitch {:.0f} degrees".format(roll, pitch))
    time.sleep_ms(200)
