"""Two serial ports talk to each other: what the one sends, the other sends back in capitals.

Wiring: GP0 (TX of port 0) to GP5 (RX of port 1), GP4 (TX of port 1) to GP1 (RX of port 0).
"""

import time
from machine import UART, Pin

one = UART(0, baudrate=115_200, tx=Pin(0), rx=Pin(1))
other = UART(1, baudrate=115_200, tx=Pin(4), rx=Pin(5))


def answer():
    """What `other` does: it waits for a line and sends it back."""
    line = other.readline()
    if line:
        other.write(line.upper())


for word in ("hello", "pico", "goodbye"):
    one.write(word + "\n")
    time.sleep_ms(20)
    answer()
    time.sleep_ms(20)
    print(word, "->", one.readline().decode().strip())
