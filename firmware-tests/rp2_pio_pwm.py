# PIO: the PWM of MicroPython's documentation. How long its pin is high is measured by counting looks.
import rp2
from machine import Pin


@rp2.asm_pio(sideset_init=rp2.PIO.OUT_LOW)
def pwm():
    pull(noblock).side(0)
    mov(x, osr)
    mov(y, isr)
    label("loop")
    jmp(x_not_y, "skip")
    nop().side(1)
    label("skip")
    jmp(y_dec, "loop")


MAXIMUM = 1000
machine = rp2.StateMachine(4, pwm, freq=2_000_000, sideset_base=Pin(16))
machine.put(MAXIMUM)
machine.exec("pull()")
machine.exec("mov(isr, osr)")
pin = Pin(16)


def share(value):
    machine.put(value)
    machine.active(1)
    looks = [pin.value() for _ in range(2000)]
    return sum(looks) / len(looks)


print(0.15 < share(250) < 0.35)
print(0.65 < share(750) < 0.85)
print(machine, rp2.PIO(1))
machine.active(0)
rp2.PIO(1).remove_program()
