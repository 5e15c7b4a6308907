# An LED with its resistor from GP16 to ground: it is driven, and dimmed.
# bench: part led anode=GP16
from machine import PWM, Pin

led = Pin(16, Pin.OUT, value=1)
print(led.value())
led.off()
print(led.value())
dimmed = PWM(led, freq=1000, duty_u16=16384)
print(dimmed.freq(), abs(dimmed.duty_u16() - 16384) < 32)
dimmed.deinit()
