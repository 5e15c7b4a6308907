"""Read the temperature sensor inside the RP2040: 0.706 V at 27 degrees, 1.721 mV less for each degree more.

Wiring: none.
"""

import time
from machine import ADC

sensor = ADC(4)

while True:
    volts = sensor.read_u16() * 3.3 / 65535
    celsius = 27 - (volts - 0.706) / 0.001721
    print("The chip has {:.1f} degrees.".format(celsius))
    time.sleep_ms(500)
