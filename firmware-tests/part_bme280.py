# A BME280 read as its datasheet says.
# bench: part bme280 sda=GP4 scl=GP5
# bench: simulated only
import struct
import time
from machine import I2C

i2c = I2C(0)
print([hex(address) for address in i2c.scan()])
A = 0x76
print(hex(i2c.readfrom_mem(A, 0xD0, 1)[0]))
T1, T2, T3, P1, *P = struct.unpack("<HhhHhhhhhhhh", i2c.readfrom_mem(A, 0x88, 24))
H1 = i2c.readfrom_mem(A, 0xA1, 1)[0]
H2, H3, e4, e5, e6, H6 = struct.unpack("<hBbBbb", i2c.readfrom_mem(A, 0xE1, 7))
H4 = e4 << 4 | e5 & 15
H5 = e6 << 4 | e5 >> 4
i2c.writeto_mem(A, 0xF2, b"\x01")
i2c.writeto_mem(A, 0xF4, b"\x25")
time.sleep_ms(20)
data = i2c.readfrom_mem(A, 0xF7, 8)
raw_p = data[0] << 12 | data[1] << 4 | data[2] >> 4
raw_t = data[3] << 12 | data[4] << 4 | data[5] >> 4
raw_h = data[6] << 8 | data[7]
var1 = (raw_t / 16384 - T1 / 1024) * T2
var2 = (raw_t / 131072 - T1 / 8192) ** 2 * T3
fine = var1 + var2
print(round(fine / 5120, 1))
v1 = fine / 2 - 64000
v2 = v1 * v1 * P[4] / 32768 + v1 * P[3] * 2
v2 = v2 / 4 + P[2] * 65536
v1 = (1 + (P[1] * v1 * v1 / 524288 + P[0] * v1) / 524288 / 32768) * P1
p = (1048576 - raw_p - v2 / 4096) * 6250 / v1
p += (P[7] * p * p / 2147483648 + p * P[6] / 32768 + P[5]) / 16
print(round(p / 100, 1))
h = fine - 76800
h = (raw_h - (H4 * 64 + H5 / 16384 * h)) * (H2 / 65536 * (1 + H6 / 67108864 * h * (1 + H3 / 67108864 * h)))
print(round(h * (1 - H1 * h / 524288), 1))
print(i2c.writeto(A, b"\xd0", False), i2c.readfrom(A, 1), i2c.writevto(A, (b"\xf5", b"\x00")))
