# PIO: the assembler's words and complaints, FIFOs, shift registers, pins that are waited for, programs in memory.
# bench: wire GP14 GP15
from array import array

import rp2
from machine import Pin
from rp2 import PIO, asm_pio, asm_pio_encode


def refused(act, *args, **named):
    try:
        act(*args, **named)
        print("accepted")
    except Exception as error:
        print(type(error).__name__, error)


for text in (
    "jmp(x_not_y, 5)",
    "jmp(pin, 1)",
    "wait(1, pin, 3)",
    "wait(0, gpio, 17)",
    "wait(1, irq, rel(2))",
    "in_(pins, 32)",
    "out(pindirs, 5)",
    "out(exec, 16)",
    "push(noblock)",
    "push(iffull)",
    "pull(ifempty)",
    "pull(noblock)",
    "mov(x, invert(y))",
    "mov(pins, reverse(isr))",
    "mov(exec, osr)",
    "irq(clear, 3)",
    "irq(block, rel(0))",
    "set(pindirs, 1)[3]",
    "nop()",
):
    print(hex(asm_pio_encode(text, 0)), text)
print(hex(asm_pio_encode("nop().side(1)[2]", 1)), hex(asm_pio_encode("nop().side(1)", 1, True)))


@asm_pio(autopull=True, autopush=True, out_shiftdir=PIO.SHIFT_RIGHT, push_thresh=32)
def swap():
    out(y, 8)
    in_(y, 8)


machine = rp2.StateMachine(1, swap)
machine.put(0x11223344)
print(machine.tx_fifo(), machine.rx_fifo())
machine.active(1)
print(hex(machine.get()), machine.tx_fifo(), machine.rx_fifo())
machine.put(array("I", [1, 2]))
taken = array("I", [0, 0])
machine.get(taken)
print(taken)
machine.active(0)


@asm_pio()
def count_edges():
    label("begin")
    wait(0, pin, 0)
    wait(1, pin, 0)
    jmp(x_dec, "begin")


out = Pin(14, Pin.OUT, value=0)
counter = PIO(0).state_machine(2, count_edges, in_base=Pin(15, Pin.IN))
counter.exec("set(x, 0)")
counter.active(1)
for _ in range(25):
    out.on()
    out.off()
counter.exec("mov(isr, invert(x))")
counter.exec("push()")
print(counter.get() + 1)
counter.active(0)


@asm_pio()
def long():
    for _ in range(31):
        nop()


refused(PIO(0).add_program, long)
PIO(0).remove_program()
refused(PIO(0).add_program, long)
PIO(0).remove_program(long)
refused(rp2.StateMachine, 8)
refused(rp2.StateMachine, 0, swap, freq=1000)
refused(rp2.PIO, 2)
print(rp2.bootsel_button())
