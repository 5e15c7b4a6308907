/**
 * The BME280's way from raw readings to °C, Pa and %RH (datasheet BST-BME280-DS002, 4.2.3 and appendix 8.1), with one chip's
 * calibration, and back: which raw reading a given weather makes.
 */

/** The trimming values of Bosch's own worked example (BMP280 datasheet, 3.12), and usual ones for humidity. */
const calibration = {
  t: [27504, 26435, -1000],
  p: [36477, -10685, 3024, 2855, 140, -7, 15500, -14600, 6000],
  h: [75, 362, 0, 313, 50, 30],
} as const;

/** The bytes of registers 0x88 to 0xA1. */
export function calibrationLow(): Uint8Array {
  const bytes = new Uint8Array(26);
  const view = new DataView(bytes.buffer);
  [...calibration.t, ...calibration.p].forEach((value, index) => {
    view.setUint16(index * 2, value & 0xffff, true);
  });
  bytes[25] = calibration.h[0];
  return bytes;
}

/** The bytes of registers 0xE1 to 0xE7: H4 and H5 are twelve bits each and share a byte. */
export function calibrationHigh(): Uint8Array {
  const [, h2, h3, h4, h5, h6] = calibration.h;
  return Uint8Array.of(h2 & 0xff, h2 >> 8, h3, h4 >> 4, (h4 & 0xf) | ((h5 & 0xf) << 4), h5 >> 4, h6);
}

/** The datasheet's `t_fine`, which temperature, pressure and humidity share: 5120 a degree. */
const fineOf = (celsius: number) => celsius * 5120;

function fineTemperature(raw: number): number {
  const [t1, t2, t3] = calibration.t;
  const linear = (raw / 16384 - t1 / 1024) * t2;
  return linear + (raw / 131072 - t1 / 8192) ** 2 * t3;
}

function pressure(raw: number, fine: number): number {
  const [p1, p2, p3, p4, p5, p6, p7, p8, p9] = calibration.p;
  const half = fine / 2 - 64000;
  const offset = ((half * half * p6) / 32768 + half * p5 * 2) / 4 + p4 * 65536;
  const sensitivity = (1 + ((p3 * half * half) / 524288 + p2 * half) / 524288 / 32768) * p1;
  const linear = ((1048576 - raw - offset / 4096) * 6250) / sensitivity;
  return linear + ((p9 * linear * linear) / 2147483648 + (linear * p8) / 32768 + p7) / 16;
}

function humidity(raw: number, fine: number): number {
  const [h1, h2, h3, h4, h5, h6] = calibration.h;
  const above = fine - 76800;
  const shifted = raw - (h4 * 64 + (h5 / 16384) * above);
  const scaled = shifted * (h2 / 65536) * (1 + (h6 / 67108864) * above * (1 + (h3 / 67108864) * above));
  return scaled * (1 - (h1 * scaled) / 524288);
}

/** The raw readings of a weather: `temperature` and `pressure` of 20 bits, `humidity` of 16. */
export function rawReadings(weather: { celsius: number; pascal: number; percent: number }): {
  temperature: number;
  pressure: number;
  humidity: number;
} {
  const fine = fineOf(weather.celsius);
  return {
    temperature: smallest(20, (raw) => fineTemperature(raw) >= fine),
    // A higher reading is a lower pressure.
    pressure: smallest(20, (raw) => pressure(raw, fine) <= weather.pascal),
    humidity: smallest(16, (raw) => humidity(raw, fine) >= weather.percent),
  };
}

/** The smallest number of so many bits for which a condition that stays true once it is true is true. */
function smallest(bits: number, isEnough: (raw: number) => boolean): number {
  let found = 0;
  for (let bit = 2 ** (bits - 1); bit >= 1; bit /= 2) if (!isEnough(found + bit - 1)) found += bit;
  return found;
}
