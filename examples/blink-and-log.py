"""Blink the LED, and tell this computer about each blink over Wi-Fi.

Press Run (F5). The LED on the board blinks, the shell below prints each blink,
and the Logs panel shows what the board sends by syslog. Press Stop to end it.
"""

import network
import socket
import time
from machine import Pin

# The Wi-Fi to join. The simulated board joins any; a real one needs yours.
WIFI = ("bramble", "")

# The computer that runs Bramble, and the port that its Logs panel names.
# A real board needs the computer's address in the Wi-Fi, such as "192.168.1.20".
SYSLOG = ("127.0.0.1", 5514)

# Severities of RFC 5424, the most urgent ones first.
ERROR, WARNING, NOTICE, INFO, DEBUG = 3, 4, 5, 6, 7
LOCAL0 = 16  # the facility: "used by a program of one's own"

led = Pin("LED", Pin.OUT)


def connect():
    """Join the Wi-Fi; give up after ten seconds."""
    wlan = network.WLAN(network.STA_IF)
    wlan.active(True)
    if not wlan.isconnected():
        print("Joining the Wi-Fi", WIFI[0])
        wlan.connect(*WIFI)
    for _ in range(100):
        if wlan.isconnected():
            print("Connected, my address is", wlan.ifconfig()[0])
            return True
        time.sleep_ms(100)
    print("No Wi-Fi. Blinking goes on, nothing is logged.")
    return False


def log(severity, text):
    """Send one line to the syslog server; a lost line is no reason to stop."""
    priority = LOCAL0 * 8 + severity
    message = "<{}>1 - pico-w blink - - - {}".format(priority, text)
    try:
        sender.sendto(message.encode(), SYSLOG)
    except OSError as error:
        print("Not logged:", error)


sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
led.on()
online = connect()
if online:
    log(NOTICE, "blink started")

count = 0
while True:
    led.on()
    time.sleep_ms(250)
    led.off()
    time.sleep_ms(250)
    count += 1
    print("blink", count)
    if online:
        # Every tenth line is a warning, so that the log has something to show.
        log(WARNING if count % 10 == 0 else INFO, "blink {}".format(count))
