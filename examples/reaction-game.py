"""How fast are you? Press the button when the LED goes on.

Wiring: a button from GP14 to ground.
"""

import random
import time
from machine import Pin

led = Pin("LED", Pin.OUT, value=0)
button = Pin(14, Pin.IN, Pin.PULL_UP)
pressed_at = None


def pressed(pin):
    global pressed_at
    if pressed_at is None:
        pressed_at = time.ticks_ms()


button.irq(pressed, Pin.IRQ_FALLING)

while True:
    pressed_at = None
    print("Wait for it ...")
    time.sleep_ms(random.randint(200, 600))
    if pressed_at is not None:
        print("Too early!")
        continue
    lit_at = time.ticks_ms()
    led.on()
    print("Now!")
    while pressed_at is None:
        time.sleep_ms(1)
    led.off()
    print("You took", time.ticks_diff(pressed_at, lit_at), "ms.")
    time.sleep_ms(300)
