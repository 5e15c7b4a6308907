# Two DS18B20 on one wire.
# bench: part ds18b20 data=GP22
# bench: part ds18b20 data=GP22 serial=2
# bench: simulated only
import time

import ds18x20
import onewire
from machine import Pin

bus = onewire.OneWire(Pin(22))
thermometers = ds18x20.DS18X20(bus)
roms = thermometers.scan()
print(len(roms), [rom[0] for rom in roms], [bus.crc8(rom) for rom in roms])
print([thermometers.read_temp(rom) for rom in roms])
thermometers.convert_temp()
time.sleep_ms(760)
print([thermometers.read_temp(rom) for rom in roms])
thermometers.write_scratch(roms[0], b"\x00\x00\x1f")
print(thermometers.read_scratch(roms[0])[4])
empty = onewire.OneWire(Pin(21))
print(empty.reset(), empty.scan())
try:
    empty.reset(True)
except onewire.OneWireError:
    print("OneWireError")
# The same, byte by byte and bit by bit: a ROM command, then the first bits of what the thermometer tells.
bus.reset()
bus.select_rom(roms[0])
bus.writebyte(0xBE)
first = bus.readbyte()
bus.reset()
bus.select_rom(roms[0])
for bit in range(8):
    bus.writebit(0xBE >> bit & 1)
print(sum([bus.readbit() << bit for bit in range(8)]) == first)
# And several at a time: the scratchpad as a whole, its checksum included.
bus.reset()
bus.select_rom(roms[0])
bus.write(b"\xbe")
pad = bytearray(9)
bus.readinto(pad)
print(pad[0] == first, bus.crc8(pad))
