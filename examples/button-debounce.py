"""Count presses of a button whose contacts bounce: a press counts when the level was steady for 20 ms.

Wiring: a button from GP14 to ground.
"""

import time
from machine import Pin

STEADY_MS = 20

button = Pin(14, Pin.IN, Pin.PULL_UP)
steady = button.value()
last = steady
changed = time.ticks_ms()
presses = 0
print("Press the button.")

while True:
    now = button.value()
    if now != last:
        last = now
        changed = time.ticks_ms()
    elif now != steady and time.ticks_diff(time.ticks_ms(), changed) >= STEADY_MS:
        steady = now
        if steady == 0:
            presses += 1
            print("Press", presses)
        else:
            print("Released")
    time.sleep_ms(1)
