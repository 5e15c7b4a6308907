# bench: wire GP2 GP3
# PWM seen at another pin: levels, the length of pulses, interrupts.
import time
from machine import PWM, Pin, time_pulse_us

pin = Pin(3, Pin.IN)
servo = PWM(Pin(2), freq=50, duty_ns=1_500_000)
# A pulse that was there already is measured from now on.
print(abs(max([time_pulse_us(pin, 1) for _ in range(4)]) - 1500) < 60)
print(0 < max([time_pulse_us(pin, 0) for _ in range(2)]) < 18600)

servo.duty_u16(32768)
seen = set()
start = time.ticks_ms()
while len(seen) < 2 and time.ticks_diff(time.ticks_ms(), start) < 5000:
    seen.add(pin.value())
print(sorted(seen))

count = 0


def edge(pin):
    global count
    count += 1


servo.freq(100)
pin.irq(edge, Pin.IRQ_RISING)
start = time.ticks_ms()
while count < 20:
    time.sleep_ms(1)
print(time.ticks_diff(time.ticks_ms(), start) > 150)
pin.irq(None)

servo.duty_u16(65535)
print(pin.value(), time_pulse_us(pin, 1, 1000), time_pulse_us(pin, 0, 1000))
servo.duty_u16(0)
print(pin.value(), time_pulse_us(pin, 1, 1000))
servo.deinit()
