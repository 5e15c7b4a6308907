"""Blink with a timer: the program goes on with something else meanwhile.

Wiring: an LED with 330 ohms from GP15 to ground.
"""

import time
from machine import Pin, Timer

led = Pin(15, Pin.OUT)
blinks = 0


def tick(timer):
    global blinks
    led.toggle()
    blinks += 1


timer = Timer(freq=10, mode=Timer.PERIODIC, callback=tick)

while True:
    print("The timer has called", blinks, "times.")
    time.sleep_ms(500)
