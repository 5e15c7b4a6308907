/** Time as an argument: hosts pass the real one, tests one that they advance. */
import { type Disposable, toDisposable } from './disposable.ts';

export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Calls `task` once after `delayMs`, unless the returned Disposable ended before. */
  schedule(task: () => void, delayMs: number): Disposable;
}

/** A clock that stands still until a test advances it. */
export class ManualClock implements Clock {
  #nowMs: number;
  #tasks: { atMs: number; task: () => void }[] = [];

  constructor(startMs = 0) {
    this.#nowMs = startMs;
  }

  now(): number {
    return this.#nowMs;
  }

  schedule(task: () => void, delayMs: number): Disposable {
    const entry = { atMs: this.#nowMs + Math.max(0, delayMs), task };
    this.#tasks.push(entry);
    return toDisposable(() => {
      this.#tasks = this.#tasks.filter((other) => other !== entry);
    });
  }

  /** Moves time on by `ms` and runs what falls due, in the order of due times, at its due time. */
  advance(ms: number): void {
    const targetMs = this.#nowMs + ms;
    for (;;) {
      const due = this.#tasks.filter(({ atMs }) => atMs <= targetMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (due === undefined) break;
      this.#tasks = this.#tasks.filter((other) => other !== due);
      this.#nowMs = Math.max(this.#nowMs, due.atMs);
      due.task();
    }
    this.#nowMs = targetMs;
  }

  /** How many tasks wait: a test's check for leaks. */
  get pending(): number {
    return this.#tasks.length;
  }
}
