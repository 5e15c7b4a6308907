# RTC, and the time that follows it.
import time
from machine import RTC

r = RTC()
print(r)
r.datetime((2026, 11, 22, 6, 12, 30, 0, 0))
print(r.datetime(), time.localtime()[:5], time.time() - time.mktime((2026, 11, 22, 12, 30, 0, 0, 0)) <= 1)
r.datetime((2024, 2, 29, 0, 23, 59, 59, 0))
print(r.datetime()[:4])
time.sleep(1.1)
print(r.datetime()[:5])
try:
    r.datetime((2024, 2, 29))
except ValueError as error:
    print(error)
