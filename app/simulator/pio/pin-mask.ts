/** Pins as bits of a word, and as numbers. */

export function pinsOf(mask: number): number[] {
  const pins: number[] = [];
  for (let pin = 0; mask >>> pin !== 0 && pin < 32; pin++) if ((mask >>> pin) & 1) pins.push(pin);
  return pins;
}

export function maskOf(pins: readonly number[]): number {
  return pins.reduce((mask, pin) => mask | (1 << pin), 0) >>> 0;
}
