/** What a part that is joined to a board shows of itself, as plain data. */
import type { Part, Wiring } from './part.ts';
import type { PartSnapshot, PinSnapshot, PwmSnapshot } from './snapshot.ts';

/** The first bytes of a memory that a view may want to show. */
const shownBytes = 32;

export interface AttachedPart {
  id: string;
  part: Part;
  wiring: Wiring;
}

/** `duty` is what part of the time a pin is high. */
export function partSnapshot(
  { id, part, wiring }: AttachedPart,
  duty: (pin: PinSnapshot['name']) => number,
): PartSnapshot {
  const values = Object.entries(part.values ?? {}).map(([name, { value, unit, minimum, maximum }]) => [
    name,
    { value, unit, minimum, maximum },
  ]);
  return {
    id,
    name: part.name,
    wiring: { ...wiring },
    values: Object.fromEntries(values),
    picture: part.picture?.() ?? null,
    light: lightOf(part, wiring, duty),
    memory: part.contents === undefined ? null : memoryOf(part.contents),
  };
}

/** Looks up duties among waves, and in levels for all other pins. */
export function dutyOf(
  waves: readonly PwmSnapshot[],
  level: (pin: PinSnapshot['name']) => 0 | 1,
): (pin: PinSnapshot['name']) => number {
  return (pin) => waves.find((wave) => wave.pin === pin)?.duty ?? level(pin);
}

function lightOf({ light }: Part, wiring: Wiring, duty: (pin: PinSnapshot['name']) => number): PartSnapshot['light'] {
  const pin = light === undefined ? undefined : wiring[light.leg];
  if (light === undefined || pin === undefined) return null;
  return { colour: light.colour, brightness: duty(pin) };
}

function memoryOf(contents: Uint8Array): NonNullable<PartSnapshot['memory']> {
  const writtenBytes = contents.reduce((count, byte) => (byte === 0xff ? count : count + 1), 0);
  return { totalBytes: contents.length, writtenBytes, start: contents.slice(0, shownBytes) };
}
