# Timers interrupt whatever runs.
import time
from machine import Timer

print(Timer())
ticks = []
t = Timer(period=10, mode=Timer.PERIODIC, callback=lambda timer: ticks.append(timer))
turns = 0
while len(ticks) < 5:
    turns += 1
print(ticks[0] is t, turns > 0)
t.deinit()
count = len(ticks)
time.sleep_ms(50)
print(len(ticks) == count)

once = []
t = Timer()
t.init(mode=Timer.ONE_SHOT, period=20, callback=lambda timer: once.append(time.ticks_ms()))
start = time.ticks_ms()
time.sleep_ms(100)
print(len(once), 15 <= time.ticks_diff(once[0], start) <= 60, 95 <= time.ticks_diff(time.ticks_ms(), start))

fast = []
t = Timer(freq=50, callback=lambda timer: fast.append(1))
time.sleep_ms(210)
t.deinit()
print(7 <= len(fast) <= 13)
print(Timer(mode=Timer.ONE_SHOT, period=60_000, callback=print))

try:
    Timer(3)
except ValueError as error:
    print(error)


def fails(timer):
    raise ValueError("in a callback")


Timer(mode=Timer.ONE_SHOT, period=1, callback=fails)
time.sleep_ms(30)
print("still here")
