# A 24C32 on SoftI2C: each of the bus's calls, and the pieces that a transfer is made of.
# bench: part 24c32 sda=GP6 scl=GP7
import time
from machine import Pin, SoftI2C

A = 0x50
i2c = SoftI2C(scl=Pin(7), sda=Pin(6), freq=100_000)
print(i2c.scan() == [A])
i2c.writeto_mem(A, 0x40, b"soft!", addrsize=16)
time.sleep_ms(10)
print(i2c.readfrom_mem(A, 0x40, 5, addrsize=16))
three = bytearray(3)
i2c.readfrom_mem_into(A, 0x41, three, addrsize=16)
print(three, i2c.writeto(A, b"\x00\x42", False), i2c.readfrom(A, 2))
i2c.writevto(A, (b"\x00", b"\x40"))
i2c.readfrom_into(A, three)
print(three)

i2c.init(scl=Pin(7), sda=Pin(6), freq=50_000)
i2c.start()
print(i2c.write(bytes([A << 1, 0x00, 0x43])))
i2c.start()
print(i2c.write(bytes([A << 1 | 1])))
two = bytearray(2)
i2c.readinto(two)
i2c.stop()
print(two)
i2c.start()
print(i2c.write(bytes([0x33 << 1])))
i2c.stop()
for act in (lambda: i2c.readfrom(0x33, 1), lambda: i2c.writeto(0x33, b"x")):
    try:
        act()
    except OSError as error:
        print(error)
