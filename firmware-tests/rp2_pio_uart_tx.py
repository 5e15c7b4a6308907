# PIO: the UART transmitter of MicroPython's documentation, heard by a UART of the chip.
# bench: wire GP10 GP5
import time

import rp2
from machine import UART, Pin


@rp2.asm_pio(sideset_init=rp2.PIO.OUT_HIGH, out_init=rp2.PIO.OUT_HIGH, out_shiftdir=rp2.PIO.SHIFT_RIGHT)
def uart_tx():
    pull()
    set(x, 7).side(0)[7]
    label("bitloop")
    out(pins, 1)[6]
    jmp(x_dec, "bitloop")
    nop().side(1)[6]


receiver = UART(1, baudrate=9600, tx=Pin(4), rx=Pin(5))
machine = rp2.StateMachine(2, uart_tx, freq=8 * 9600, sideset_base=Pin(10), out_base=Pin(10))
machine.active(1)
for letter in "Hello from PIO!":
    machine.put(ord(letter))
machine.put(b" And more.")
heard = b""
while len(heard) < 25:
    heard += receiver.read() or b""
    time.sleep_ms(1)
print(heard, machine.tx_fifo(), machine.rx_fifo())
machine.active(0)
rp2.PIO(0).remove_program()
