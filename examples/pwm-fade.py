"""Fade an LED up and down with pulse width modulation.

Wiring: an LED with 330 ohms from GP15 to ground.
"""

import time
from machine import PWM, Pin

led = PWM(Pin(15), freq=1000, duty_u16=0)

while True:
    for percent in list(range(0, 101, 10)) + list(range(90, 0, -10)):
        # The eye takes a square for a straight line.
        led.duty_u16(percent * percent * 65535 // 10000)
        time.sleep_ms(20)
    print("Up and down again")
