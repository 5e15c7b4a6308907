"""NeoPixels driven by the PIO: a dot that runs along a strip of sixteen.

Wiring: data of the strip at GP22, 5 V and ground.
"""

import array
import time

import rp2
from machine import Pin

COUNT = 16


@rp2.asm_pio(sideset_init=rp2.PIO.OUT_LOW, out_shiftdir=rp2.PIO.SHIFT_LEFT, autopull=True, pull_thresh=24)
def ws2812():
    # Ten cycles of 0.125 microseconds a bit: low, high, and high or low as the bit says.
    wrap_target()
    label("bit")
    out(x, 1).side(0)[2]
    jmp(not_x, "zero").side(1)[1]
    jmp("bit").side(1)[4]
    label("zero")
    nop().side(0)[4]
    wrap()


machine = rp2.StateMachine(0, ws2812, freq=8_000_000, sideset_base=Pin(22))
machine.active(1)
colours = array.array("I", [0] * COUNT)

while True:
    for dot in range(COUNT):
        for index in range(COUNT):
            # Green, red, blue.
            colours[index] = 0x401000 if index == dot else 0x000008
        machine.put(colours, 8)
        time.sleep_ms(30)
    print("Around once more")
