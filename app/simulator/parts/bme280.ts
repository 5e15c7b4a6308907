/** Bosch's BME280 on I2C: temperature, pressure and humidity (datasheet BST-BME280-DS002). */
import { partValue } from '../part.ts';
import { calibrationHigh, calibrationLow, rawReadings } from './bme280-formulas.ts';
import { registerPart } from './register-part.ts';

const register = { chipId: 0xd0, reset: 0xe0, controlHumidity: 0xf2, controlMeasure: 0xf4, config: 0xf5, data: 0xf7 };
const resetWord = 0xb6;
/** What the data registers hold when nothing was measured, or a measurement was skipped. */
const nothing = { temperature: 0x80000, pressure: 0x80000, humidity: 0x8000 };
const writable: readonly number[] = [register.controlHumidity, register.controlMeasure, register.config];

/** `values`: temperature in °C, pressure in hPa, humidity in %. */
export function bme280({ address = 0x76 }: { address?: number } = {}) {
  const values = {
    temperature: partValue(21, '°C', -40, 85),
    pressure: partValue(1013.25, 'hPa', 300, 1100),
    humidity: partValue(45, '%', 0, 100),
  };
  const bytes = new Uint8Array(256);

  const store = (readings: typeof nothing) => {
    const { pressure: p, temperature: t, humidity: h } = readings;
    bytes.set([p >> 12, p >> 4, p << 4, t >> 12, t >> 4, t << 4, h >> 8, h], register.data);
  };
  const measure = () => {
    const control = bytes[register.controlMeasure] ?? 0;
    const raw = rawReadings({
      celsius: values.temperature.value,
      pascal: values.pressure.value * 100,
      percent: values.humidity.value,
    });
    store({
      temperature: control >> 5 === 0 ? nothing.temperature : raw.temperature,
      pressure: ((control >> 2) & 7) === 0 ? nothing.pressure : raw.pressure,
      humidity: ((bytes[register.controlHumidity] ?? 0) & 7) === 0 ? nothing.humidity : raw.humidity,
    });
  };
  const powerOn = () => {
    bytes.fill(0);
    bytes.set(calibrationLow(), 0x88);
    bytes.set(calibrationHigh(), 0xe1);
    bytes[register.chipId] = 0x60;
    store(nothing);
  };
  powerOn();

  return registerPart({
    name: 'BME280',
    address,
    values,
    read: (at) => bytes[at] ?? 0,
    write(at, value) {
      if (at === register.reset && value === resetWord) powerOn();
      if (!writable.includes(at)) return;
      bytes[at] = value;
      // Forced mode: one measurement, then asleep again. It takes milliseconds on the chip; here it is done at once.
      const mode = value & 3;
      if (at !== register.controlMeasure || mode === 0 || mode === 3) return;
      measure();
      bytes[at] = value & ~3;
    },
    beginRead() {
      if (((bytes[register.controlMeasure] ?? 0) & 3) === 3) measure();
    },
    powerOn,
  });
}
