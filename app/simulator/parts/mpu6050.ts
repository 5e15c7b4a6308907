/** InvenSense's MPU-6050 on I2C: acceleration, rotation, temperature (register map RM-MPU-6000A). No FIFO, no interrupts. */
import { partValue } from '../part.ts';
import { registerPart } from './register-part.ts';

const register = { gyroConfig: 0x1b, accelConfig: 0x1c, data: 0x3b, power: 0x6b, whoAmI: 0x75 };
const sleeping = 0x40;
const deviceReset = 0x80;

/** `values`: accelX, accelY, accelZ in g, gyroX, gyroY, gyroZ in °/s, temperature in °C. At rest on a table. */
export function mpu6050({ address = 0x68 }: { address?: number } = {}) {
  const gravity = (value: number) => partValue(value, 'g', -16, 16);
  const rotation = () => partValue(0, '°/s', -2000, 2000);
  const values = {
    accelX: gravity(0),
    accelY: gravity(0),
    accelZ: gravity(1),
    gyroX: rotation(),
    gyroY: rotation(),
    gyroZ: rotation(),
    temperature: partValue(25, '°C', -40, 85),
  };
  const bytes = new Uint8Array(256);
  const view = new DataView(bytes.buffer);

  const scale = (config: number) => ((bytes[config] ?? 0) >> 3) & 3;
  const measure = () => {
    // Full scale is 2 g and 250 °/s, doubled by each step of the setting.
    const perG = 16384 >> scale(register.accelConfig);
    const perDegree = 131 / (1 << scale(register.gyroConfig));
    const words = [
      values.accelX.value * perG,
      values.accelY.value * perG,
      values.accelZ.value * perG,
      (values.temperature.value - 36.53) * 340,
      values.gyroX.value * perDegree,
      values.gyroY.value * perDegree,
      values.gyroZ.value * perDegree,
    ];
    words.forEach((word, index) => {
      view.setInt16(register.data + index * 2, Math.max(-32768, Math.min(32767, Math.round(word))));
    });
  };
  const powerOn = () => {
    bytes.fill(0);
    bytes[register.power] = sleeping;
    bytes[register.whoAmI] = 0x68;
  };
  powerOn();

  return registerPart({
    name: 'MPU6050',
    address,
    values,
    read: (at) => bytes[at] ?? 0,
    write(at, value) {
      if (at === register.power && (value & deviceReset) !== 0) powerOn();
      else if (at !== register.whoAmI && (at < register.data || at > register.data + 13)) bytes[at] = value;
    },
    beginRead() {
      // Asleep, it keeps what it measured last.
      if (((bytes[register.power] ?? 0) & sleeping) === 0) measure();
    },
    powerOn,
  });
}
