"""Log measurements into a file of the flash, and keep the file small.

Wiring: none; it logs the temperature of the chip.
"""

import os
import time
from machine import ADC

FILE = "log.csv"
MAXIMUM_BYTES = 2000

sensor = ADC(ADC.CORE_TEMP)


def celsius():
    return 27 - (sensor.read_u16() * 3.3 / 65535 - 0.706) / 0.001721


def append(line):
    """Adds a line; a full file becomes the old one."""
    try:
        if os.stat(FILE)[6] > MAXIMUM_BYTES:
            os.rename(FILE, FILE + ".old")
    except OSError:
        pass  # there is no file yet
    with open(FILE, "a") as file:
        file.write(line + "\n")


for number in range(10):
    append("{},{:.2f}".format(number, celsius()))
    time.sleep_ms(20)

with open(FILE) as file:
    lines = file.read().split("\n")[:-1]
print(len(lines), "lines, the last one:", lines[-1])
