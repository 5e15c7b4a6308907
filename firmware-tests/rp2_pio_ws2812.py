# PIO: the NeoPixels of MicroPython's documentation; more of them than the FIFO holds words.
# bench: part neopixel data=GP22 count=30
import array
import time

import rp2
from machine import Pin

COUNT = 30


@rp2.asm_pio(
    sideset_init=rp2.PIO.OUT_LOW,
    out_shiftdir=rp2.PIO.SHIFT_LEFT,
    autopull=True,
    pull_thresh=24,
)
def ws2812():
    wrap_target()
    label("bitloop")
    out(x, 1).side(0)[2]
    jmp(not_x, "do_zero").side(1)[1]
    jmp("bitloop").side(1)[4]
    label("do_zero")
    nop().side(0)[4]
    wrap()


print([hex(word) for word in ws2812[0]])
machine = rp2.StateMachine(0, ws2812, freq=8_000_000, sideset_base=Pin(22))
machine.active(1)
colours = array.array("I", [place << 16 | (30 - place) << 8 | 7 for place in range(COUNT)])
machine.put(colours, 8)
time.sleep_ms(10)
print(machine.tx_fifo(), machine.active())
machine.active(0)
rp2.PIO(0).remove_program()
