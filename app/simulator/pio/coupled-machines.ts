/** Machines that can disturb each other, by flags or over pins: they take turns, where others run for themselves as long as they like. */
import type { MachineRunner } from './machine-runner.ts';

/** Whether one machine can disturb another without the program's doing; `withWires` adds the pins that wires join to some. */
export function areCoupled(running: readonly MachineRunner[], withWires: (pins: number) => number): boolean {
  if (running.length < 2) return false;
  return running.some(
    (runner) =>
      (runner.traits.waitsForFlags && running.some((other) => other !== runner && other.block === runner.block)) ||
      running.some((other) => other !== runner && (withWires(runner.traits.samples) & other.traits.drives) !== 0),
  );
}

export interface Turns {
  /** The tick to run up to. */
  until: number;
  /** How many instructions at the most. */
  maximum: number;
  /** Does a machine's next instruction; false when it stalls. */
  step: (runner: MachineRunner) => boolean;
  /** Grows with whatever machines can see of each other. */
  changes: () => number;
}

/** Runs an instruction at a time, always of the machine whose turn is first. */
export function runTogether(running: readonly MachineRunner[], { until, maximum, step, changes }: Turns): void {
  for (const runner of running) runner.disturb();
  const asleep = new Set<MachineRunner>();
  for (let count = 0; count < maximum; count++) {
    const awake = running.filter((runner) => !asleep.has(runner) && runner.tick <= until);
    const [first] = awake.sort((a, b) => a.tick - b.tick);
    if (first === undefined) return;
    const { tick } = first;
    const before = changes();
    if (!step(first)) asleep.add(first);
    // What one did may be what another waits for.
    if (changes() === before) continue;
    for (const other of asleep) {
      if (other === first) continue;
      other.meet(tick);
      asleep.delete(other);
    }
  }
}
