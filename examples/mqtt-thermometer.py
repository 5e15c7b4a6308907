"""Publish the chip's temperature by MQTT, and switch the LED by a message.

Wiring: none. The broker is this computer's port 1883 (mosquitto, for one); a real board needs its address in the Wi-Fi,
and umqtt.simple, which mip installs.
"""

import time

import network
from machine import ADC, Pin
from umqtt.simple import MQTTClient

BROKER = "127.0.0.1"
PUBLISH_EVERY_MS = 1000

led = Pin("LED", Pin.OUT, value=0)
sensor = ADC(ADC.CORE_TEMP)


def celsius():
    volts = sensor.read_u16() * 3.3 / 65535
    return 27 - (volts - 0.706) / 0.001721


def on_message(topic, message):
    led.value(message == b"on")
    print("The LED is {}".format(message.decode()))


wlan = network.WLAN(network.STA_IF)
wlan.active(True)
wlan.connect("bramble", "")
while not wlan.isconnected():
    time.sleep_ms(50)

client = MQTTClient("pico-w", BROKER, keepalive=30)
client.set_callback(on_message)
client.set_last_will("pico/state", "lost", retain=True)
client.connect()
client.subscribe("pico/led")
client.publish("pico/state", "here", retain=True)
print("Connected to {}".format(BROKER))

published = time.ticks_ms()
while True:
    client.check_msg()
    if time.ticks_diff(time.ticks_ms(), published) >= PUBLISH_EVERY_MS:
        published = time.ticks_ms()
        text = "{:.1f}".format(celsius())
        client.publish("pico/temperature", text)
        print("Published {}".format(text))
    time.sleep_ms(20)
