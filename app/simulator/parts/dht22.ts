/** Aosong's DHT22 (AM2302): humidity and temperature on one wire of its own kind. */
import { type Part, partValue } from '../part.ts';

/** `values`: temperature in °C, humidity in %. */
export function dht22() {
  const values = {
    temperature: partValue(21, '°C', -40, 80),
    humidity: partValue(45, '%', 0, 100),
  };
  return {
    name: 'DHT22',
    usualWiring: { data: 'GP15' },
    values,
    dht: {
      measure() {
        const humidity = Math.round(values.humidity.value * 10);
        const tenths = Math.round(values.temperature.value * 10);
        // Sign and magnitude, not two's complement.
        const temperature = tenths < 0 ? 0x8000 | -tenths : tenths;
        const bytes = [humidity >> 8, humidity & 0xff, temperature >> 8, temperature & 0xff];
        return Uint8Array.from([...bytes, bytes.reduce((sum, byte) => sum + byte, 0)]);
      },
    },
  } as const satisfies Part;
}
