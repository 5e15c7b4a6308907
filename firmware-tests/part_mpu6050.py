# An MPU6050 lies on the table.
# bench: part mpu6050
# bench: simulated only
import struct
from machine import I2C

i2c = I2C(0)
print(i2c.scan(), i2c.readfrom_mem(0x68, 0x75, 1))
i2c.writeto_mem(0x68, 0x6B, b"\x00")
ax, ay, az, t, gx, gy, gz = struct.unpack(">7h", i2c.readfrom_mem(0x68, 0x3B, 14))
print(ax / 16384, ay / 16384, az / 16384, round(t / 340 + 36.53, 1), gx, gy, gz)
i2c.writeto_mem(0x68, 0x1C, b"\x08")
print(struct.unpack(">h", i2c.readfrom_mem(0x68, 0x3F, 2))[0] / 8192)
