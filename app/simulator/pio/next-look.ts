/** When a running machine is to be looked at again, so that whoever sees or waits for what it does is told in time. */
import type { MachineRunner } from './machine-runner.ts';
import { ticksPerMs } from './pio-clock.ts';
import type { Act } from './repetition.ts';
import { slowestWaveHz } from './waves.ts';

/** While a machine runs that does not repeat itself. */
const lookIntervalMs = 5;
/** A blink is shown this soon. */
const showIntervalMs = 33;

export interface Watching {
  /** Pins whose edges are seen one by one, a bit each. */
  observed: number;
  /** Somebody waits for words of some machine. */
  awaitsWords: boolean;
}

/** Infinity for a machine that does nothing that anybody sees. */
export function msUntilLook(runner: MachineRunner, now: number, { observed, awaitsWords }: Watching): number {
  if (runner.machine.stalled) return Number.POSITIVE_INFINITY;
  const ms = (tick: number) => (tick - now) / ticksPerMs;
  const { period, block } = runner;
  if (period === null) {
    const soon = runner.machine.tx.backlog > 0 || awaitsWords ? 1 : lookIntervalMs;
    return Math.max(soon, ms(runner.tick));
  }
  const isSeen = ({ mask, flag }: Act) => (mask & observed) !== 0 || (flag >= 0 && ((block.wanted >> flag) & 1) === 1);
  const seen = runner.nextAct(isSeen);
  const periodMs = (period.cycles * runner.ticksPerCycle) / ticksPerMs;
  const shown = periodMs * slowestWaveHz < 1000 ? null : runner.nextAct(({ mask }) => mask !== 0);
  return Math.min(
    seen === null ? Number.POSITIVE_INFINITY : ms(seen),
    shown === null ? Number.POSITIVE_INFINITY : Math.max(showIntervalMs, ms(shown)),
  );
}
