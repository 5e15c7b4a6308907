# Interrupts of pins.
# bench: wire GP2 GP3
import time
from machine import Pin, disable_irq, enable_irq

out = Pin(2, Pin.OUT, value=0)
into = Pin(3, Pin.IN)
seen = []
irq = into.irq(lambda pin: seen.append((pin is into, irq.flags())), Pin.IRQ_RISING)
for level in (1, 0, 1, 0):
    out(level)
    time.sleep_ms(5)
print(seen, irq.trigger() == Pin.IRQ_RISING)
seen.clear()
into.irq(lambda pin: seen.append(pin()), Pin.IRQ_RISING | Pin.IRQ_FALLING)
for level in (1, 0):
    out(level)
    time.sleep_ms(5)
print(seen)
seen.clear()
# Without arguments it only gives the object.
print(into.irq() is irq)
out(1)
time.sleep_ms(5)
out(0)
time.sleep_ms(5)
print(seen)
seen.clear()
state = disable_irq()
out(1)
out(0)
held = list(seen)
enable_irq(state)
time.sleep_ms(5)
print(held, len(seen) > 0)
into.irq(None)
seen.clear()
out(1)
time.sleep_ms(5)
print(len(seen))
try:
    Pin("LED").irq(print)
except ValueError as error:
    print(error)
