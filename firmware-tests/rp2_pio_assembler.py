# rp2's assembler: every instruction inside of a program, jumps, wrapping, side-set, delays, and what it refuses.
import rp2
from machine import Pin
from rp2 import PIO, asm_pio


@asm_pio(
    sideset_init=PIO.OUT_LOW,
    set_init=PIO.OUT_LOW,
    out_init=PIO.OUT_LOW,
    out_shiftdir=PIO.SHIFT_RIGHT,
    autopull=True,
    pull_thresh=24,
    fifo_join=PIO.JOIN_TX,
)
def everything():
    set(x, 7).side(0)
    wrap_target()
    label("again")
    nop().side(1)[3]
    wait(1, gpio, 5).side(0)
    in_(pins, 4).side(0)
    push(block).side(0)
    pull(noblock).side(0)
    out(pins, 1).side(1)
    mov(y, invert(x)).side(1)
    irq(rel(1)).side(0)
    jmp(x_dec, "again").side(0)
    word(0xE021).side(0)
    wrap()
    jmp("again").side(0)


print([hex(each) for each in everything[0]])


def too_much_delay():
    nop()[32]


def nowhere():
    jmp("nowhere")


for build in (too_much_delay, nowhere):
    try:
        asm_pio()(build)
        print("accepted")
    except rp2.PIOASMError:
        print("PIOASMError")
print(isinstance(rp2.PIOASMEmit(), rp2.PIOASMEmit))

flash = rp2.Flash()
print(flash.ioctl(4, 0) * flash.ioctl(5, 0) == 848 * 1024)
rp2.country("DE")
print(rp2.country())

block = PIO(1)
block.remove_program()


@asm_pio(set_init=PIO.OUT_LOW)
def up():
    set(pins, 1)


block.add_program(up)
machine = block.state_machine(0)
machine.init(up, freq=100_000, set_base=Pin(13))
machine.active(1)
machine.exec("nop()")
print(Pin(13).value(), machine.active())
machine.active(0)
machine.exec("set(pins, 0)")
machine.restart()
print(Pin(13).value(), machine.active())
block.remove_program(up)
