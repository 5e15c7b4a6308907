# PWM: frequency, duties, slices, errors.
from machine import PWM, Pin


def refused(act, *args, **named):
    try:
        act(*args, **named)
        print("accepted")
    except Exception as error:
        print(type(error).__name__, error)


a = PWM(Pin(4))
print(a)
a.freq(1000)
a.duty_u16(32768)
print(a.freq(), a.duty_u16(), a.duty_ns())
b = PWM(Pin(5), freq=2000, duty_u16=16384)
print(b, a.freq(), a.duty_u16(), b.duty_u16())
b.init(freq=50, duty_ns=1_500_000)
print(b.freq(), b.duty_ns(), a.freq(), a.duty_u16())
c = PWM(Pin(6), freq=440, duty_u16=65535, invert=True)
print(c, c.freq(), c.duty_u16())
c.duty_u16(0)
print(c.duty_u16(), PWM(Pin(20)) is a)
refused(a.freq, 1)
refused(a.freq, 7)
a.freq(8)
print(a.freq())
refused(a.duty_ns, 2_000_000_000)
refused(PWM, "LED")
for pwm in (a, b, c):
    pwm.deinit()
