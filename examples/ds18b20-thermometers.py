"""All DS18B20 thermometers on one wire.

Wiring: data at GP22 with 4.7 kiloohms to 3V3.
"""

import time

import ds18x20
import onewire
from machine import Pin

bus = ds18x20.DS18X20(onewire.OneWire(Pin(22)))
thermometers = bus.scan()
print(len(thermometers), "thermometers")

while True:
    bus.convert_temp()
    time.sleep_ms(750)
    for rom in thermometers:
        print(rom.hex(), bus.read_temp(rom))
