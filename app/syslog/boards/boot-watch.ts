/**
 * Whether a board was started anew, as its messages show in four ways: a report of the boot (`message`), a time since the boot that falls
 * (`uptime`), a clock that was set and is not any more (`clock`), a sequence that begins again (`sequence`). It knows one board, and counts
 * nothing.
 *
 * One boot shows in several of these, in several messages, and the first lines of a boot may come in any order. So what shows a boot
 * soon after one is taken for that one, unless it cannot be: a message that its sequence has had already, a sequence that goes on while the
 * time since the boot falls, a second report. Measured by reception alone, two boots within some seconds were one.
 */
import { type SequenceStep, SequenceWatch } from './sequence.ts';

export type BootSign = 'message' | 'uptime' | 'clock' | 'sequence';

/** What a message says of its board's start. */
export interface BootSigns {
  receivedAtMs: number;
  /** Its `meta` sequenceId, from 1. */
  sequenceId: number | null;
  /** Its `meta` sysUpTime, in hundredths of a second. */
  upTime: number | null;
  /** What the time in it shows of the board's clock; null without one. */
  clock: 'set' | 'unset' | null;
  /** It reports the boot. */
  isReport: boolean;
  /** Somebody ordered a start that has not shown yet. */
  isOrdered: boolean;
}

/** A boot shows in several ways at once, and the first lines of a boot may come in any order. */
const sameBootMs = 5000;
/** What the network doubles or lets others overtake comes so soon after them. */
const strayMs = 1000;
/** Hundredths of a second by which sysUpTime may go back where no sequence tells the order: datagrams overtake each other. */
const lateCentiseconds = 500;
/** The same where the sequence goes on: a sender may number its messages a little later than it looks at its clock. */
const unevenCentiseconds = 50;
/** Of the first messages of a boot, these are told from those of the next boot. */
const mostNumbers = 64;

interface Heard {
  upTime: number | null;
  atMs: number;
}

/** What was heard since the newest boot. */
interface Life {
  numbers: Map<number, Heard>;
  highestNumber: number;
  upTime: number | null;
  upTimeAtMs: number | null;
  reportAtMs: number | null;
  clockSetAtMs: number | null;
}

export class BootWatch {
  readonly #sequence = new SequenceWatch();
  #life = emptyLife();
  #lastBootMs: number | null;
  #clock: 'set' | 'unset' | null;

  /** Goes on from what was known of the board. */
  constructor(known: { lastBootMs: number | null; clock: 'set' | 'unset' | null }) {
    this.#lastBootMs = known.lastBootMs;
    this.#clock = known.clock;
  }

  /** What shows that the board was started anew before it sent this, and how its sequence goes on. */
  take(message: BootSigns): { boot: BootSign | null; step: SequenceStep | null } {
    const { sequenceId, receivedAtMs, isOrdered } = message;
    const sign = this.#sign(message);
    let boot =
      isOrdered || this.#isSettled(receivedAtMs)
        ? sign
        : this.#isAnotherBoot(message, sign)
          ? (sign ?? 'sequence')
          : null;
    if (boot !== null) {
      this.#sequence.reset();
      this.#begin(receivedAtMs);
    }
    const step = sequenceId === null ? null : this.#sequence.take(sequenceId, !this.#isSettled(receivedAtMs));
    if (step?.kind === 'restart') {
      boot = 'sequence';
      this.#begin(receivedAtMs);
    }
    this.#note(message);
    return { boot, step };
  }

  /** Whether the newest boot is so long ago that a sign of one is that of another. */
  #isSettled(nowMs: number): boolean {
    return this.#lastBootMs === null || Math.abs(nowMs - this.#lastBootMs) > sameBootMs;
  }

  #sign({ isReport, upTime, clock }: BootSigns): BootSign | null {
    const { upTime: before } = this.#life;
    if (isReport) return 'message';
    if (upTime !== null && before !== null && upTime < before - lateCentiseconds) return 'uptime';
    return clock === 'unset' && this.#clock === 'set' ? 'clock' : null;
  }

  /** Whether a message soon after a boot is none of that boot's. */
  #isAnotherBoot({ sequenceId, upTime, receivedAtMs }: BootSigns, sign: BootSign | null): boolean {
    const life = this.#life;
    const isPast = (atMs: number | null) => atMs !== null && receivedAtMs - atMs >= strayMs;
    if (sequenceId === null) {
      if (sign === 'message') return isPast(life.reportAtMs);
      return sign === 'uptime' ? isPast(life.upTimeAtMs) : sign === 'clock' && isPast(life.clockSetAtMs);
    }
    const same = life.numbers.get(sequenceId);
    if (same !== undefined) return isLess(upTime, same.upTime) || isLess(same.upTime, upTime) || isPast(same.atMs);
    if (sequenceId < life.highestNumber) return false;
    return isLess(upTime, life.upTime, unevenCentiseconds) || (sign === 'clock' && life.clockSetAtMs !== null);
  }

  #begin(nowMs: number): void {
    this.#lastBootMs = nowMs;
    this.#life = emptyLife();
  }

  #note({ receivedAtMs, sequenceId, upTime, clock, isReport }: BootSigns): void {
    const life = this.#life;
    if (isReport) life.reportAtMs = receivedAtMs;
    if (clock === 'set') life.clockSetAtMs = receivedAtMs;
    this.#clock = clock ?? this.#clock;
    if (upTime !== null) {
      life.upTime = upTime;
      life.upTimeAtMs = receivedAtMs;
    }
    if (sequenceId === null || this.#isSettled(receivedAtMs)) return;
    life.highestNumber = Math.max(life.highestNumber, sequenceId);
    if (life.numbers.size < mostNumbers && !life.numbers.has(sequenceId)) {
      life.numbers.set(sequenceId, { upTime, atMs: receivedAtMs });
    }
  }
}

function emptyLife(): Life {
  return {
    numbers: new Map(),
    highestNumber: 0,
    upTime: null,
    upTimeAtMs: null,
    reportAtMs: null,
    clockSetAtMs: null,
  };
}

function isLess(a: number | null, b: number | null, by = 0): boolean {
  return a !== null && b !== null && a < b - by;
}
