# A DHT11, by its class and by the call beneath it.
# bench: part dht11 data=GP15
# bench: simulated only
import dht
import machine
from machine import Pin

sensor = dht.DHT11(Pin(15))
print(isinstance(sensor, dht.DHTBase))
sensor.measure()
print(sensor.temperature(), sensor.humidity())
raw = bytearray(5)
machine.dht_readinto(Pin(15), raw)
print(raw[0], raw[2], sum(raw[:4]) & 0xFF == raw[4])
