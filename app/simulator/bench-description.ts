/** What lies on a bench as plain data, to be laid out again another day: parts of the catalogue, wires, voltages. */
import type { Clock } from '../base/index.ts';
import type { Bench } from './bench.ts';
import type { PinName } from './part.ts';
import { makePart, type PartRecipe, recipeOf } from './parts/index.ts';

export interface BenchDescription {
  parts: (PartRecipe & {
    id: string;
    wiring: Record<string, PinName>;
    values: Record<string, number>;
    /** What it keeps without power; null when it keeps nothing. */
    contents: Uint8Array | null;
  })[];
  wires: PinName[][];
  /** What hands put on analog pins. */
  volts: [PinName, number][];
}

/** Parts that are not of the catalogue are left out: nobody could make them again. A button is not held for ever. */
export function describeBench(bench: Bench): BenchDescription {
  const parts = bench.joined.flatMap(({ id, part, wiring }) => {
    const recipe = recipeOf(part);
    if (recipe === undefined) return [];
    const values = Object.entries(part.values ?? {}).filter(([name]) => name !== 'pressed');
    return [
      {
        ...recipe,
        id,
        wiring: { ...wiring },
        values: Object.fromEntries(values.map(([name, { value }]) => [name, value])),
        contents: part.contents?.slice() ?? null,
      },
    ];
  });
  return { parts, wires: bench.snapshot().wires, volts: bench.handVolts };
}

/** Adds all that a description names. What this Bramble cannot join any more is left out, and its reason given to `refuse`. */
export function layOutBench(
  bench: Bench,
  { parts, wires, volts }: BenchDescription,
  { clock, refuse }: { clock: Clock; refuse: (error: unknown) => void },
): void {
  const attempt = (act: () => void) => {
    try {
      act();
    } catch (error) {
      refuse(error);
    }
  };
  for (const { part, numbers, id, wiring, values, contents } of parts) {
    attempt(() => {
      const made = makePart(part, clock, numbers);
      if (contents !== null) made.contents?.set(contents.subarray(0, made.contents.length));
      bench.attach(made, wiring, id);
      for (const [name, value] of Object.entries(values)) attempt(() => bench.setValue(id, name, value));
    });
  }
  for (const wire of wires) attempt(() => void bench.join(...wire));
  for (const [pin, each] of volts) attempt(() => bench.setVolts(pin, each));
}
