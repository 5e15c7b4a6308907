"""Temperature and humidity from a DHT22.

Wiring: data at GP15 with 10 kiloohms to 3V3.
"""

import time

import dht
from machine import Pin

sensor = dht.DHT22(Pin(15))

while True:
    try:
        sensor.measure()
        print("{:.1f} C, {:.1f} %".format(sensor.temperature(), sensor.humidity()))
    except OSError:
        print("The sensor does not answer.")
    # It measures every two seconds at the most.
    time.sleep(2)
