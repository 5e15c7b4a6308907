/**
 * The time by which rows grow old. A computer's clock that jumps (a wrong time server, a dead battery) must not have a log deleted
 * before somebody can set it right: until a jump has lasted for an hour, time goes on from where it was.
 */

export interface SteadyClockOptions {
  /** Ms since the Unix epoch, as the computer's clock shows. */
  nowMs: () => number;
  /** Ms on a clock that never jumps. */
  monotonicMs: () => number;
}

/** Clocks are set right by less. */
const smallestJumpMs = 600_000;
const believedAfterMs = 3_600_000;

export class SteadyClock {
  readonly #options: SteadyClockOptions;
  /** From the monotonic clock to the time that is believed, and to one that is not yet. */
  #offsetMs: number;
  #jump: { offsetMs: number; sinceMs: number } | null = null;

  constructor(options: SteadyClockOptions) {
    this.#options = options;
    this.#offsetMs = options.nowMs() - options.monotonicMs();
  }

  /** Ms since the Unix epoch. */
  nowMs(): number {
    const monotonicMs = this.#options.monotonicMs();
    const offsetMs = this.#options.nowMs() - monotonicMs;
    if (!isJump(offsetMs, this.#offsetMs)) {
      this.#offsetMs = offsetMs;
      this.#jump = null;
    } else if (this.#jump === null || isJump(offsetMs, this.#jump.offsetMs)) {
      this.#jump = { offsetMs, sinceMs: monotonicMs };
    } else if (monotonicMs - this.#jump.sinceMs >= believedAfterMs) {
      this.#offsetMs = offsetMs;
      this.#jump = null;
    }
    return monotonicMs + this.#offsetMs;
  }
}

function isJump(a: number, b: number): boolean {
  return Math.abs(a - b) > smallestJumpMs;
}
