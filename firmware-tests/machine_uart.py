# UART: settings, and bytes that go round by a wire.
# bench: wire GP0 GP1
import select
import time
from machine import UART, Pin


def refused(act, *args, **named):
    try:
        act(*args, **named)
        print("accepted")
    except Exception as error:
        print(type(error).__name__, error)


u = UART(0, 115200)
print(str(u)[:59])
print(u.any(), u.read(), u.readline(), u.read(3))
print(u.write("hello\nworld"), u.write(b"!"))
time.sleep_ms(10)
print(u.any(), u.readline(), u.read(2), u.read(), u.read())
buf = bytearray(4)
u.write(bytes(range(6)))
time.sleep_ms(5)
print(u.readinto(buf), buf, u.readinto(buf), buf, u.readinto(buf))
u.init(9600, timeout=200)
start = time.ticks_ms()
print(u.read(1), 150 < time.ticks_diff(time.ticks_ms(), start) < 400)
start = time.ticks_ms()
u.write(bytes(96))
u.flush()
print(90 < time.ticks_diff(time.ticks_ms(), start) < 200, u.txdone())
u.read()
p = select.poll()
p.register(u, select.POLLIN)
print(p.poll(0))
u.write("x")
print([event for _, event in p.poll(100)], u.read(1))
print(u.sendbreak())
refused(UART, 2)
refused(UART, 0, tx=Pin(1))
refused(UART, 0, rx=Pin(5))
refused(UART, 1, rxbuf=40000)
refused(UART, 1, invert=8)
