"""Set the clock by a time server, and show it each second.

Wiring: none. The board asks the server that SERVER names; pool.ntp.org is one for everybody.
"""

import time

import network
import ntptime

SERVER = "pool.ntp.org"
# Hours to add to UTC.
ZONE = 1

wlan = network.WLAN(network.STA_IF)
wlan.active(True)
wlan.connect("bramble", "")
while not wlan.isconnected():
    time.sleep_ms(50)

print("Before: {}".format(time.localtime()[0]))
ntptime.host = SERVER
for _ in range(5):
    try:
        ntptime.settime()
        print("The clock is set")
        break
    except OSError as error:
        # A datagram may be lost; it is asked again.
        print("No answer: {}".format(error))

while True:
    year, month, day, hour, minute, second, *_ = time.gmtime(time.time() + 3600 * ZONE)
    print("{}-{:02}-{:02} {:02}:{:02}:{:02}".format(year, month, day, hour, minute, second))
    time.sleep(1)
