"""Find out what is on the I2C bus.

Wiring: SDA at GP4, SCL at GP5.
"""

from machine import I2C, Pin

KNOWN = {0x3C: "SSD1306 display", 0x50: "24C32 EEPROM", 0x68: "MPU6050 or clock", 0x76: "BME280", 0x77: "BME280"}

i2c = I2C(0, sda=Pin(4), scl=Pin(5), freq=400_000)
found = i2c.scan()
print(len(found), "parts answer")
for address in found:
    print("0x{:02x} {}".format(address, KNOWN.get(address, "unknown")))
