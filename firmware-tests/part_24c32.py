# A 24C32 EEPROM: pages, the pause after a write, memory addresses of two bytes.
# bench: part 24c32
# bench: simulated only
import time
from machine import I2C

i2c = I2C(0)
A = 0x50


def wait():
    for _ in range(100):
        try:
            i2c.writeto(A, b"")
            return
        except OSError:
            time.sleep_ms(1)


i2c.writeto_mem(A, 0x0FE0, bytes(range(32)), addrsize=16)
wait()
print(i2c.readfrom_mem(A, 0x0FE0, 32, addrsize=16) == bytes(range(32)))
i2c.writeto_mem(A, 0x001E, b"abcd", addrsize=16)
try:
    i2c.readfrom_mem(A, 0, 1, addrsize=16)
    print("ready")
except OSError as error:
    print("busy", error)
wait()
print(i2c.readfrom_mem(A, 0x001E, 2, addrsize=16), i2c.readfrom_mem(A, 0, 3, addrsize=16))
two = bytearray(2)
i2c.readfrom_mem_into(A, 0x001E, two, addrsize=16)
print(two)
i2c.readfrom_into(A, two)
print(len(two))
