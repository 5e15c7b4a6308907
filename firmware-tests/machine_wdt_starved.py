# WDT: fed it lets a program run for longer than its time; starved it restarts the board.
# bench: restarts
import time
from machine import WDT

dog = WDT(timeout=600)
for _ in range(20):
    time.sleep_ms(50)
    dog.feed()
with open("/conformance.txt", "w") as file:
    file.write("was fed for a second")
dog.feed()
while True:
    pass
# -- after the restart
import os
import machine

with open("/conformance.txt") as file:
    print(file.read())
os.remove("/conformance.txt")
print(machine.reset_cause() == machine.WDT_RESET)
