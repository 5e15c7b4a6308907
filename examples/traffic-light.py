"""A traffic light with a button for pedestrians, as a state machine.

Wiring: LEDs with 330 ohms to ground: red at GP16, yellow at GP17, green at GP18. A button from GP14 to ground.
"""

import time
from machine import Pin

red, yellow, green = Pin(16, Pin.OUT), Pin(17, Pin.OUT), Pin(18, Pin.OUT)
button = Pin(14, Pin.IN, Pin.PULL_UP)

# Each state: the lights that are on, ms, the next state.
STATES = {
    "go": ((0, 0, 1), 300, "go"),
    "slow down": ((0, 1, 0), 150, "stop"),
    "stop": ((1, 0, 0), 300, "ready"),
    "ready": ((1, 1, 0), 150, "go"),
}
asked = False


def ask(pin):
    global asked
    asked = True


button.irq(ask, Pin.IRQ_FALLING)
state = "go"
shown = None
while True:
    lights, ms, after = STATES[state]
    for light, level in zip((red, yellow, green), lights):
        light.value(level)
    if state != shown:
        shown = state
        print(state)
    time.sleep_ms(ms)
    if state == "go" and asked:
        asked = False
        after = "slow down"
    state = after
