"""Blink without the processor: a state machine of the PIO does it.

Wiring: an LED with 330 ohms from GP15 to ground.
"""

import time

import rp2
from machine import Pin


@rp2.asm_pio(set_init=rp2.PIO.OUT_LOW)
def blink():
    set(pins, 1)
    set(x, 30)[6]
    label("on")
    nop()[15]
    jmp(x_dec, "on")[15]
    set(pins, 0)
    set(x, 30)[6]
    label("off")
    nop()[15]
    jmp(x_dec, "off")[15]


# 1000 cycles each way: on for half a second, off for half a second.
machine = rp2.StateMachine(0, blink, freq=2000, set_base=Pin(15))
machine.active(1)
print("The state machine blinks, and the program has nothing to do with it.")
while True:
    time.sleep(1)
