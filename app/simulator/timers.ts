/** The timers of a board: alarms on a Clock, once or again and again without drift. What an alarm does it does not know. */
import type { Clock, Disposable } from '../base/index.ts';
import { timerSlots } from './interrupt-flags.ts';

interface Alarm {
  dueMs: number;
  periodMs: number;
  periodic: boolean;
  scheduled: Disposable;
}

export interface TimersOptions {
  clock: Clock;
  onDue: (slot: number) => void;
}

export class Timers implements Disposable {
  readonly #options: TimersOptions;
  readonly #alarms = new Map<number, Alarm>();

  constructor(options: TimersOptions) {
    this.#options = options;
  }

  /** Starts an alarm; gives its slot, or null when all are taken. */
  start(periodMs: number, periodic: boolean): number | null {
    const slot = Array.from({ length: timerSlots }, (_, each) => each).find((each) => !this.#alarms.has(each));
    if (slot === undefined) return null;
    this.#schedule(slot, { dueMs: this.#options.clock.now() + periodMs, periodMs, periodic });
    return slot;
  }

  /** Stops an alarm. Stopping one that is over does nothing. */
  stop(slot: number): void {
    this.#alarms.get(slot)?.scheduled.dispose();
    this.#alarms.delete(slot);
  }

  reset(): void {
    for (const slot of [...this.#alarms.keys()]) this.stop(slot);
  }

  dispose(): void {
    this.reset();
  }

  #schedule(slot: number, alarm: Omit<Alarm, 'scheduled'>): void {
    const { clock } = this.#options;
    const scheduled = clock.schedule(() => this.#fire(slot), Math.max(0, alarm.dueMs - clock.now()));
    this.#alarms.set(slot, { ...alarm, scheduled });
  }

  #fire(slot: number): void {
    const alarm = this.#alarms.get(slot);
    if (alarm === undefined) return;
    const { dueMs, periodMs, periodic } = alarm;
    // Counted from when it was due, not from now, so that it keeps its pace; what was missed while the computer was busy
    // is left out.
    const missed = Math.max(0, Math.floor((this.#options.clock.now() - dueMs) / periodMs));
    if (periodic) this.#schedule(slot, { dueMs: dueMs + (missed + 1) * periodMs, periodMs, periodic });
    // A one-shot keeps its slot until its program lets go of it: it may be about to.
    this.#options.onDue(slot);
  }
}
