"""A PWM made of PIO instructions, which fades an LED in.

Wiring: an LED with 330 ohms from GP16 to ground.
"""

import time

import rp2
from machine import Pin

STEPS = 1000


@rp2.asm_pio(sideset_init=rp2.PIO.OUT_LOW)
def pwm():
    # Without a new value the last one, which X keeps, is taken again.
    pull(noblock).side(0)
    mov(x, osr)
    mov(y, isr)
    label("count")
    jmp(x_not_y, "skip")
    nop().side(1)
    label("skip")
    jmp(y_dec, "count")


machine = rp2.StateMachine(0, pwm, freq=10_000_000, sideset_base=Pin(16))
# The length of a period goes to ISR, which the program does not use otherwise.
machine.put(STEPS)
machine.exec("pull()")
machine.exec("mov(isr, osr)")
machine.active(1)

for percent in range(0, 101, 20):
    machine.put(STEPS * percent // 100)
    print(percent, "%")
    time.sleep_ms(150)
machine.put(STEPS // 4)
print("A quarter it is.")
while True:
    time.sleep(1)
