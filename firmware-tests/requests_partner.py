# requests, mip and ntptime with another computer.
# bench: partner
import builtins
import os
import time
import mip
import network
import ntptime
import requests
from bench import HOST, HTTP, NTP_HOST, PASSWORD, SSID

wlan = network.WLAN(network.WLAN.IF_STA)
wlan.active(True)
wlan.connect(SSID, PASSWORD)
while not wlan.isconnected():
    time.sleep_ms(10)

base = "http://%s:%d" % (HOST, HTTP)
response = requests.get(base + "/things?kind=1")
print(isinstance(response, requests.Response), response.status_code, response.reason)
said = response.json()
print(said["method"], said["url"])
response.close()
for act in (requests.post, requests.put, requests.patch):
    response = act(base + "/", json={"on": True})
    said = response.json()
    print(said["method"], said["body"].replace(" ", ""), said["type"])
    response.close()
response = requests.delete(base + "/thing", data="bye")
print('"method":"DELETE"' in response.text, '"body":"bye"' in response.text)
response.close()
response = requests.head(base + "/")
print(response.status_code, response.content)
response.close()
response = requests.request("GET", base + "/missing", headers={"X-Mine": "1"}, timeout=10)
print(response.status_code, response.reason, response.text)
response.close()

shown, builtins.print = print, lambda *_, **__: None
mip.install(base + "/module.py", target="/conformance")
builtins.print = shown
print(os.listdir("/conformance"))
with open("/conformance/module.py") as file:
    print(file.read())
os.remove("/conformance/module.py")
os.rmdir("/conformance")

ntptime.host = NTP_HOST
seconds = ntptime.time()
ntptime.settime()
print(time.gmtime(seconds)[0] >= 2026, abs(time.time() - seconds) < 60)
wlan.disconnect()
wlan.active(False)
