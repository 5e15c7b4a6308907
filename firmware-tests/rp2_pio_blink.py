# PIO: the blink of MicroPython's documentation, by itself and with a callback.
import time

import rp2
from machine import Pin


@rp2.asm_pio(set_init=rp2.PIO.OUT_LOW)
def blink():
    wrap_target()
    set(pins, 1) [31]
    nop() [31]
    nop() [31]
    set(pins, 0) [31]
    nop() [31]
    nop() [31]
    wrap()


print([hex(word) for word in blink[0]])
led = Pin(25, Pin.OUT)
machine = rp2.StateMachine(0, blink, freq=2000, set_base=led)
print(machine, machine.active())
# 96 cycles of half a millisecond, each way.
edges = []
started = time.ticks_ms()
machine.active(1)
level = led.value()
while len(edges) < 6:
    if led.value() != level:
        level = led.value()
        edges.append(time.ticks_diff(time.ticks_ms(), started))
machine.active(0)
# High at once, then another level each 48 ms; a busy computer may see one late.
print(machine.active(), edges[5] >= 230)


@rp2.asm_pio(set_init=rp2.PIO.OUT_LOW)
def blink_1hz():
    # 1 + 31 + 32 * 31 = 1024 cycles a turn
    irq(rel(0))
    set(x, 30) [30]
    label("delay_high")
    nop() [15]
    jmp(x_dec, "delay_high") [15]


calls = []
other = rp2.StateMachine(5, blink_1hz, freq=10_240)
irq = other.irq(lambda sm: calls.append((time.ticks_ms(), str(sm), irq.flags())))
started = time.ticks_ms()
other.active(1)
while len(calls) < 4:
    time.sleep_ms(5)
other.active(0)
count = len(calls)
time.sleep_ms(250)
print(len(calls) == count, calls[0][1:])
print(time.ticks_diff(calls[3][0], started) >= 290)
rp2.PIO(0).remove_program(blink)
rp2.PIO(1).remove_program()
