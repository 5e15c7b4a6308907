# time: calendar both ways, ticks that wrap, and sleeps of each kind.
import time

print(time.gmtime(0), time.mktime((2024, 2, 29, 12, 30, 15, 0, 0)), time.gmtime(1709209815))
print(time.localtime(1709209815) == time.gmtime(1709209815))
print(abs(time.time_ns() // 1_000_000_000 - time.time()) <= 1)
period = time.ticks_add(0, -1) + 1
print(period, time.ticks_diff(time.ticks_add(period - 5, 10), period - 5), time.ticks_diff(0, 1))
for sleep, amount, us in ((time.sleep, 0.03, 30_000), (time.sleep_ms, 20, 20_000), (time.sleep_us, 700, 700)):
    start = time.ticks_us()
    sleep(amount)
    print(us <= time.ticks_diff(time.ticks_us(), start) + 50)
print(time.ticks_cpu() >= 0)
