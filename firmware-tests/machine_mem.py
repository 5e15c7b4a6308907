# Registers that programs poke, and the memory of objects.
# bench: wire GP2 GP3
import uctypes
from machine import Pin, mem8, mem16, mem32

SIO = 0xD0000000
p = Pin(2, Pin.OUT, value=0)
Pin(3, Pin.IN)
mem32[SIO + 0x14] = 1 << 2
print(p(), mem32[SIO + 0x10] >> 2 & 1, mem32[SIO + 0x04] >> 2 & 3)
mem32[SIO + 0x18] = 1 << 2
print(p(), mem32[SIO + 0x04] >> 2 & 3)
mem32[SIO + 0x1C] = 1 << 2
print(p(), mem32[SIO + 0x20] >> 2 & 1)
print(mem32[0x40014000 + 8 * 2 + 4] & 31)
data = bytearray(b"\x01\x02\x03\x04")
at = uctypes.addressof(data)
print(mem8[at + 1], hex(mem16[at]), hex(mem32[at]))
mem16[at + 2] = 0xBEEF
print(data)
a = mem32[0x40054028]
b = mem32[0x40054028]
print(b >= a)
