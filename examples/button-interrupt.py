"""A button calls a function: no loop looks at it.

Wiring: a button from GP14 to ground. The pin pulls itself up, so a pressed button reads 0.
"""

import time
from machine import Pin

led = Pin("LED", Pin.OUT)
button = Pin(14, Pin.IN, Pin.PULL_UP)
presses = 0


def pressed(pin):
    global presses
    presses += 1
    led.toggle()


button.irq(pressed, Pin.IRQ_FALLING)
print("Press the button.")

seen = 0
while True:
    if presses != seen:
        seen = presses
        print("Pressed", seen, "times")
    time.sleep_ms(20)
