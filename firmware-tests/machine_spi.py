# SPI: construction, errors, and bytes that go round by a wire.
# bench: wire GP19 GP16
from machine import SPI, Pin, SoftSPI


def refused(act, *args, **named):
    try:
        act(*args, **named)
        print("accepted")
    except Exception as error:
        print(type(error).__name__, error)


s = SPI(0)
print(s)
s.init(baudrate=400_000, polarity=1, phase=1)
print(s)
print(SPI(1, 10_000_000, sck=Pin(14), mosi=Pin(15), miso=Pin(12)))
soft = SoftSPI(baudrate=100_000, sck=Pin(18), mosi=Pin(19), miso=Pin(16))
print(soft)
for bus in (s, soft):
    buf = bytearray(5)
    bus.write_readinto(b"hello", buf)
    print(buf, bus.read(3, 0x5A))
    bus.readinto(buf, 0xFF)
    print(buf, bus.write(b"abc"))
refused(s.write_readinto, b"ab", bytearray(3))
refused(SPI, 2)
refused(SPI, 0, sck=Pin(3))
refused(SPI, 0, mosi=Pin(11))
refused(SPI, 0, firstbit=SPI.LSB)
refused(SoftSPI, sck=Pin(2))
print(soft.deinit(), s.deinit())
