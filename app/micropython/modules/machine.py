"""The hardware of the simulated Pico W. Texts and numbers are those of MicroPython's rp2 port.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

from _machine_analog import ADC, PWM
from _machine_i2c import I2C, SoftI2C
from _machine_interrupts import disable_irq, enable_irq
from _machine_memory import Memory
from _machine_missing import I2S, I2CTarget, USBDevice
from _machine_pin import Pin, Signal
from _machine_spi import SPI, SoftSPI
from _machine_system import (
    bootloader,
    deepsleep,
    freq,
    idle,
    lightsleep,
    reset,
    reset_cause,
    soft_reset,
    unique_id,
)
from _machine_time import RTC, WDT, Timer
from _machine_uart import UART
from _machine_wire import bitstream, dht_readinto, time_pulse_us

__all__ = (
    "ADC",
    "I2C",
    "I2CTarget",
    "I2S",
    "PWM",
    "PWRON_RESET",
    "Pin",
    "RTC",
    "SPI",
    "Signal",
    "SoftI2C",
    "SoftSPI",
    "Timer",
    "UART",
    "USBDevice",
    "WDT",
    "WDT_RESET",
    "bitstream",
    "bootloader",
    "deepsleep",
    "dht_readinto",
    "disable_irq",
    "enable_irq",
    "freq",
    "idle",
    "lightsleep",
    "mem16",
    "mem32",
    "mem8",
    "reset",
    "reset_cause",
    "soft_reset",
    "time_pulse_us",
    "unique_id",
)

PWRON_RESET = 1
WDT_RESET = 3

mem8 = Memory(1)
mem16 = Memory(2)
mem32 = Memory(4)

# No program sees what the pieces are made of.
del Memory, __all__
