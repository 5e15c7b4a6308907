"""Read a potentiometer, and show where it stands as a bar.

Wiring: the ends of a potentiometer at 3V3 and ground, its middle at GP26.
"""

import time
from machine import ADC

knob = ADC(26)

while True:
    value = knob.read_u16()
    percent = (value * 100 + 32767) // 65535
    print("{:3d} % {}".format(percent, "#" * (percent // 5)))
    time.sleep_ms(200)
