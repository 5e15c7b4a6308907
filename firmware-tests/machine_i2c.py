# I2C without parts: construction and errors.
from machine import I2C, Pin, SoftI2C


def refused(act, *args, **named):
    try:
        act(*args, **named)
        print("accepted")
    except Exception as error:
        print(type(error).__name__, error)


i = I2C(0)
print(i)
print(I2C(1, scl=Pin(3), sda=Pin(2), freq=100_000), I2C(1) is I2C(1))
s = SoftI2C(Pin(5), Pin(4))
print(s, SoftI2C(scl=Pin(5), sda=Pin(4), freq=100_000))
print(i.scan(), s.scan())
refused(i.readfrom, 0x3C, 1)
refused(i.writeto, 0x3C, b"x")
refused(i.writeto, 0x3C, b"")
refused(i.readfrom_mem, 0x3C, 0, 1)
refused(s.readfrom, 0x3C, 1)
refused(i.start)
refused(I2C, 2)
refused(I2C, 0, scl=Pin(4), sda=Pin(5))
refused(I2C, 0, scl=Pin(5), sda=Pin(2))
refused(i.readfrom_mem, 0x3C, 0, 1, addrsize=7)
