# What machine holds, and what its classes offer.
import machine

print(sorted([name for name in dir(machine) if not name.startswith("_")]))
for kind in ("ADC", "PWM", "Timer", "RTC", "WDT", "UART", "I2C", "SoftI2C", "SPI", "SoftSPI", "Signal", "Pin"):
    # A stream written in Python shows its ioctl; the simulated board's UART is one.
    print(kind, sorted([name for name in dir(getattr(machine, kind)) if not name.startswith("_") and name != "ioctl"]))
