# A DHT22, and a pin without one.
# bench: part dht22 data=GP15
# bench: simulated only
import dht
from machine import Pin

sensor = dht.DHT22(Pin(15))
sensor.measure()
print(round(sensor.temperature(), 1), round(sensor.humidity(), 1))
try:
    dht.DHT22(Pin(14)).measure()
except OSError as error:
    print(error)
