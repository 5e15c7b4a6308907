# ADC: channels, pins, full scale, the temperature sensor, errors.
# bench: volts GP26 1.65
# bench: volts GP27 0
# bench: volts GP28 3.3
from machine import ADC, Pin


def refused(act, *args):
    try:
        act(*args)
        print("accepted")
    except Exception as error:
        print(type(error).__name__, error)


print(ADC(26), ADC(0), ADC(Pin(27)), ADC(2), ADC(ADC.CORE_TEMP), ADC(4))
half = ADC(26).read_u16()
print(abs(half - 32768) < 1000, ADC(Pin(27)).read_u16() < 1000, ADC(28).read_u16() > 64500)
volts = ADC(ADC.CORE_TEMP).read_u16() * 3.3 / 65535
print(0 < 27 - (volts - 0.706) / 0.001721 < 60)
refused(ADC, 5)
refused(ADC, 30)
refused(ADC, Pin(25 - 3))
