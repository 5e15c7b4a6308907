# Pins: construction, modes, pulls, values, errors.
from machine import Pin, Signal


def refused(act, *args, **named):
    try:
        act(*args, **named)
        print("accepted")
    except Exception as error:
        print(type(error).__name__, error)


print(Pin(2, Pin.OUT), Pin(3, Pin.IN, Pin.PULL_UP), Pin("GP4", Pin.OPEN_DRAIN), Pin("LED", Pin.OUT))
print(Pin(2) is Pin("GP2"), Pin(Pin(2)) is Pin(2), repr(Pin.board.GP2) == repr(Pin(2)))
p = Pin(2, Pin.OUT, value=1)
print(p.value(), p())
for act in (p.off, p.on, p.low, p.high, p.toggle):
    act()
    print(p.value(), end=" ")
print()
p(1)
print(p.value(), p.value(0), p.value())
print(Pin(3, Pin.IN, Pin.PULL_UP).value(), Pin(3, Pin.IN, Pin.PULL_DOWN).value())
s = Signal(p, invert=True)
s.on()
print(p(), s.value())
s.off()
print(p(), s())
refused(Pin, 99)
refused(Pin, "X1")
refused(Pin, "LED", Pin.OUT, Pin.PULL_UP)
