# What travels by a wire between two pins, and how long pulses last.
# bench: wire GP2 GP3
from machine import Pin, time_pulse_us

out = Pin(2, Pin.OUT, value=0)
into = Pin(3, Pin.IN)
seen = []
for level in (1, 0, 1, 1, 0):
    out(level)
    seen.append(into())
print(seen)
print(time_pulse_us(into, 1, 2000), time_pulse_us(into, 0, 2000))
out.init(Pin.OPEN_DRAIN, Pin.PULL_UP)
out(1)
print(into())
out(0)
print(into())
