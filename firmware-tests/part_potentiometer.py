# A potentiometer in the middle: half of the voltage at its wiper, and at the pin that a wire joins to it.
# bench: part potentiometer wiper=GP26
# bench: wire GP26 GP27
from machine import ADC

for pin in (26, 27):
    print(abs(ADC(pin).read_u16() - 32768) < 2000)
