/** A program for a board whose lamp at GP14 is toggled at each press of the button at GP15, for ever. */
export const toggler = `
import time
from machine import Pin
lamp = Pin(14, Pin.OUT)
def changed(button):
    if button.irq().flags() & Pin.IRQ_FALLING:
        lamp.toggle()
        print('lamp', lamp.value())
    if button.irq().flags() & Pin.IRQ_RISING:
        print('let go')
Pin(15, Pin.IN, Pin.PULL_UP).irq(changed)
print('ready')
while True:
    time.sleep(1)
`;
