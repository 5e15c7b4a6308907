"""Answer datagrams: whoever sends one gets it back, with how many came before.

Wiring: none.
"""

import socket
import time

import network

PORT = 4000

wlan = network.WLAN(network.STA_IF)
wlan.active(True)
wlan.connect("bramble", "")
while not wlan.isconnected():
    time.sleep_ms(50)

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("0.0.0.0", PORT))
print("Send something to {} port {}".format(wlan.ifconfig()[0], PORT))

count = 0
while True:
    data, sender = server.recvfrom(512)
    server.sendto("{} {}".format(count, data.decode()).encode(), sender)
    count += 1
