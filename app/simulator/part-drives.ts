/** What the parts at the pins put on them by themselves, as voltages: a pressed button, a potentiometer's wiper. Holds no state. */
import { adcReferenceVolts } from './adc.ts';
import type { Part } from './part.ts';

/** A part and the bank's index of the pin at each of its legs. */
interface PartAtPins {
  part: Part;
  pins: ReadonlyMap<string, number>;
}

/** The voltage at each pin that a part drives. Where several do, the lowest wins: a way to ground is a short circuit. */
export function drivenVolts(parts: readonly PartAtPins[]): Map<number, number> {
  const driven = new Map<number, number>();
  for (const { part, pins } of parts) {
    for (const [leg, pin] of pins) {
      const volts = part.drives?.(leg) ?? null;
      if (volts !== null) driven.set(pin, Math.min(volts, driven.get(pin) ?? volts));
    }
  }
  return driven;
}

/** The level that a digital input makes of a voltage. The chip's two thresholds (0.8 V and 2 V) are one here, in the middle. */
export function levelOfVolts(volts: number): 0 | 1 {
  return volts >= adcReferenceVolts / 2 ? 1 : 0;
}
