# A button from GP15 to ground that nobody presses: its pull-up holds the pin, and no edge comes.
# bench: part button pin=GP15
from machine import Pin
from time import sleep_ms

edges = []
button = Pin(15, Pin.IN, Pin.PULL_UP)
button.irq(lambda pin: edges.append(pin.value()), Pin.IRQ_FALLING | Pin.IRQ_RISING)
sleep_ms(20)
print(button.value(), edges)
