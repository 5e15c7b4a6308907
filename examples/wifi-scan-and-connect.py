"""Look for Wi-Fi networks, and join one.

Wiring: none. The simulated board joins any network; a real one needs the name and the password of yours.
"""

import time

import network

NAME, PASSWORD = "bramble", ""

wlan = network.WLAN(network.STA_IF)
wlan.active(True)

for ssid, _bssid, channel, rssi, _security, _hidden in wlan.scan():
    print("{} on channel {}, {} dBm".format(ssid.decode(), channel, rssi))

wlan.connect(NAME, PASSWORD)
for _ in range(100):
    if wlan.isconnected() or wlan.status() < 0:
        break
    time.sleep_ms(100)

if wlan.isconnected():
    print("Connected, my address is", wlan.ifconfig()[0])
else:
    print("Not connected, status", wlan.status())
