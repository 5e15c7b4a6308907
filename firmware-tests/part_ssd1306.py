# An SSD1306 takes a picture; the picture itself is looked at by the test of the part.
# bench: part ssd1306
# bench: simulated only
from machine import I2C, Pin, SoftI2C

for bus in (I2C(0), SoftI2C(scl=Pin(5), sda=Pin(4))):
    print(bus.scan())
    for command in (0xAE, 0x20, 0x00, 0x21, 0, 127, 0x22, 0, 7, 0xA1, 0xC8, 0xAF):
        bus.writeto(0x3C, bytes((0x80, command)))
    print(bus.writevto(0x3C, (b"\x40", bytes(1024))))
soft = SoftI2C(scl=Pin(5), sda=Pin(4))
soft.start()
print(soft.write(bytes((0x3C << 1, 0x00, 0xA7))))
soft.stop()
soft.start()
print(soft.write(bytes((0x3D << 1, 0x00))))
soft.stop()
