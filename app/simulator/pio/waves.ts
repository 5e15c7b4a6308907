/** What a machine that repeats itself does to pins, as waves: how often they go high, and for how long. */
import type { MachineRunner } from './machine-runner.ts';
import { pinsOf } from './pin-mask.ts';
import { pioClockHz } from './pio-clock.ts';
import type { Act } from './repetition.ts';

/** What repeats faster is a wave, shown by its frequency and duty; what is slower is seen blinking. */
export const slowestWaveHz = 20;

export interface Wave {
  gpio: number;
  frequencyHz: number;
  /** 0 to 1. */
  duty: number;
}

/** The waves that a machine makes at its block's outputs; which of them reach a pin it does not know. */
export function wavesOf({ period, machine, ticksPerCycle }: MachineRunner): Wave[] {
  if (period === null || !machine.enabled) return [];
  const ticks = period.cycles * ticksPerCycle;
  const mask = period.acts.reduce((pins, act) => pins | act.mask, 0);
  return pinsOf(mask).flatMap((gpio) => {
    const { pulses, high } = pulsesOf(period.acts, period.cycles, gpio);
    const frequencyHz = (pulses * pioClockHz) / ticks;
    return frequencyHz < slowestWaveHz ? [] : [{ gpio, frequencyHz, duty: high / period.cycles }];
  });
}

/** How often a pin goes high in a period, and for how many cycles it is. */
function pulsesOf(acts: readonly Act[], cycles: number, gpio: number): { pulses: number; high: number } {
  const own = acts.filter(({ mask }) => ((mask >>> gpio) & 1) === 1);
  let level = ((own.at(-1)?.outputs ?? 0) >>> gpio) & 1;
  let at = 0;
  let pulses = 0;
  let high = 0;
  for (const act of own) {
    high += level * (act.cycle - at);
    at = act.cycle;
    const next = (act.outputs >>> gpio) & 1;
    if (next > level) pulses += 1;
    level = next;
  }
  return { pulses, high: high + level * (cycles - at) };
}
