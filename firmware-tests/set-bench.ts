/** Lays on a simulated board's table what a program asks for in its first lines, and takes it away again. */
import { type Disposable, DisposableStore, toDisposable } from '../app/base/index.ts';
import { type Bench, type PinName, partCatalogue, pinIndex } from '../app/simulator/index.ts';
import { systemClock } from '../main/platform/system-clock.ts';
import type { BenchLine } from './conformance-programs.ts';

/** Gives the function that takes everything away. Throws for a line that it does not understand. */
export function setBench(bench: Bench, lines: readonly BenchLine[]): () => void {
  const things = new DisposableStore();
  for (const { kind, words } of lines) things.add(layOut(bench, kind, words));
  return () => things.dispose();
}

function layOut(bench: Bench, kind: string, words: readonly string[]): Disposable {
  const [first = '', ...rest] = words;
  if (kind === 'wire') return bench.join(...words.map(pinNamed));
  // What is no thing on the table.
  if (['simulated', 'partner', 'installed', 'restarts'].includes(kind)) return toDisposable(() => {});
  if (kind === 'volts') {
    bench.setVolts(first, Number(rest[0]));
    return toDisposable(() => bench.setVolts(first, null));
  }
  if (kind !== 'part') throw new Error(`A bench has no "${kind}".`);
  const make = partCatalogue[first];
  if (make === undefined) throw new Error(`There is no part "${first}".`);
  const settings = rest.map((word) => word.split('=')).map(([name = '', value = '']) => ({ name, value }));
  const numbers = settings.filter(({ value }) => /^\d+$/.test(value)).map(({ name, value }) => [name, Number(value)]);
  const legs = settings.filter(({ value }) => !/^\d+$/.test(value)).map(({ name, value }) => [name, pinNamed(value)]);
  return bench.attach(make(systemClock, Object.fromEntries(numbers)), Object.fromEntries(legs));
}

function pinNamed(name: string): PinName {
  if (pinIndex(name) === undefined) throw new Error(`There is no pin "${name}".`);
  return name as PinName;
}
