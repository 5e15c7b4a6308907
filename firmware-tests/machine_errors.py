# What machine says to a program that is wrong: pins that are none, modes, ranges, buses, memory.
import machine
from machine import ADC, I2C, PWM, RTC, SPI, UART, WDT, Pin, SoftI2C, Timer


def refused(act, *args, **named):
    try:
        act(*args, **named)
        print("accepted")
    except Exception as error:
        print(type(error).__name__, error)


print("Pin")
for pin in (-1, 30, 99, "GP30", "GP99", "GP015", "X1", "", None):
    refused(Pin, pin)
refused(Pin, 2, Pin.ALT, alt=99)
refused(Pin, "LED", Pin.OPEN_DRAIN)
refused(Pin, "LED", Pin.OUT, Pin.PULL_UP)
refused(Pin("LED", Pin.OUT).irq, lambda pin: None)
refused(getattr, Pin.board, "GP99")

print("ADC")
for source in (5, 25, 30, -1, Pin(22), Pin(0), "GP22"):
    refused(ADC, source)

print("PWM")
pwm = PWM(Pin(8))
for hz in (1, 7):
    refused(pwm.freq, hz)
pwm.freq(1000)
refused(pwm.duty_ns, 2_000_000_000)
refused(PWM, "LED")
refused(PWM, 99)
pwm.deinit()

print("I2C")
refused(I2C, 2)
refused(I2C, 0, scl=Pin(4), sda=Pin(5))
refused(I2C, 0, scl=Pin(1), sda=Pin(3))
bus = I2C(0, scl=Pin(5), sda=Pin(4))
soft = SoftI2C(scl=Pin(5), sda=Pin(4))
for act in (bus.readfrom, soft.readfrom):
    refused(act, 0x50, 1)
for act in (bus.writeto, soft.writeto):
    refused(act, 0x50, b"x")
refused(bus.readfrom_mem, 0x50, 0, 1)
refused(bus.writeto_mem, 0x50, 0, b"x")
refused(bus.readfrom_mem, 0x50, 0, 1, addrsize=12)

print("SPI")
refused(SPI, 2)
refused(SPI, 0, sck=Pin(3))
refused(SPI, 0, mosi=Pin(4))
refused(SPI, 0, miso=Pin(3))
refused(SPI(0).write_readinto, b"abc", bytearray(2))

print("UART")
refused(UART, 2)
refused(UART, 0, tx=Pin(1))
refused(UART, 0, rx=Pin(0))
refused(UART, 1, tx=Pin(0))
refused(UART, 0, rxbuf=100_000)

print("time")
refused(Timer, 5)
refused(WDT, 1)
refused(WDT, timeout=9000)
refused(RTC().datetime, (2024, 1, 1))
refused(machine.freq, 1)
refused(machine.time_pulse_us, "LED", 1)
refused(machine.bitstream, Pin(2), 1, (400, 850, 800, 450), b"x")
