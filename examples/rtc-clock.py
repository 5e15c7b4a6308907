"""Set the clock, and show it each second.

Wiring: none.
"""

import time
from machine import RTC

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

clock = RTC()
# Year, month, day, weekday, hours, minutes, seconds, subseconds.
clock.datetime((2024, 2, 28, 2, 23, 59, 58, 0))

while True:
    year, month, day, weekday, hours, minutes, seconds, _ = clock.datetime()
    print("{} {}-{:02d}-{:02d} {:02d}:{:02d}:{:02d}".format(DAYS[weekday], year, month, day, hours, minutes, seconds))
    time.sleep(1)
