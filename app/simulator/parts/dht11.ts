/** Aosong's DHT11: humidity and temperature in whole numbers, on one wire of its own kind. */
import { type Part, partValue } from '../part.ts';

/** `values`: temperature in °C, humidity in %. */
export function dht11() {
  const values = {
    temperature: partValue(21, '°C', 0, 50),
    humidity: partValue(45, '%', 20, 90),
  };
  return {
    name: 'DHT11',
    usualWiring: { data: 'GP15' },
    values,
    dht: {
      measure() {
        // Fractions have bytes of their own, which it leaves at 0.
        const bytes = [Math.round(values.humidity.value), 0, Math.round(values.temperature.value), 0];
        return Uint8Array.from([...bytes, bytes.reduce((sum, byte) => sum + byte, 0)]);
      },
    },
  } as const satisfies Part;
}
