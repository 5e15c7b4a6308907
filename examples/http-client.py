"""Ask a web service for JSON, and send it a measurement.

Wiring: none. The service is this computer's port 8000; a real board needs the address of a service of yours.
"""

import time

import network
import requests
from machine import ADC

SERVICE = "http://127.0.0.1:8000"

sensor = ADC(ADC.CORE_TEMP)


def celsius():
    volts = sensor.read_u16() * 3.3 / 65535
    return 27 - (volts - 0.706) / 0.001721


wlan = network.WLAN(network.STA_IF)
wlan.active(True)
wlan.connect("bramble", "")
while not wlan.isconnected():
    time.sleep_ms(50)

answer = requests.get(SERVICE + "/settings")
print("The service answers {}".format(answer.status_code))
settings = answer.json()
answer.close()
print("It wants {} measurements".format(settings["measurements"]))

for number in range(settings["measurements"]):
    answer = requests.post(SERVICE + "/measurements", json={"number": number, "celsius": round(celsius(), 1)})
    print("Sent measurement {}: {}".format(number, answer.text))
    # Without this the connection stays open, and there is room for a few only.
    answer.close()
