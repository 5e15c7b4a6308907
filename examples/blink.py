"""Blink the LED on the board: the first program of every board.

Wiring: none.
"""

import time
from machine import Pin

led = Pin("LED", Pin.OUT)

while True:
    led.toggle()
    print("LED", "on" if led.value() else "off")
    time.sleep_ms(200)
