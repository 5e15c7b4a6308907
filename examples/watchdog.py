"""A watchdog restarts the board when the program hangs.

Wiring: none. Save it as main.py to see the board start again and again.
"""

import time

import machine
from machine import WDT

if machine.reset_cause() == machine.WDT_RESET:
    print("The watchdog has restarted the board.")

watchdog = WDT(timeout=2000)
for round in range(5):
    print("Working", round)
    watchdog.feed()
    time.sleep_ms(50)

print("Now the program hangs.")
while True:
    pass
