/**
 * The `meta` sequenceId of one sender (RFC 5424 section 7.3.1): what it says of lost, late and repeated messages. It knows
 * nothing of boards and stores; a reboot begins a new one.
 */

/** Section 7.3.1: after this comes 1 again. */
export const highestSequenceId = 2_147_483_647;
/** A datagram that is overtaken by this many others at the most is late; one further behind is from another life. */
const window = 64;

/** `gap`: so many before this one have not come. `late`: one of those came after all. */
export type SequenceStep =
  | { kind: 'first' | 'next' | 'repeated' | 'late' | 'restart' }
  | { kind: 'gap'; missing: number };

export class SequenceWatch {
  #last: number | null = null;
  /** Of the newest `window` before the last: those that have not come. */
  readonly #missing = new Set<number>();

  /** Takes the next sequenceId as it arrives. A sender that has `justBooted` begins no second time: what is behind was overtaken. */
  take(sequenceId: number, justBooted = false): SequenceStep {
    const last = this.#last;
    if (last === null) {
      this.#last = sequenceId;
      return { kind: 'first' };
    }
    const ahead = distance(last, sequenceId);
    if (ahead > 0) return this.#advance(last, sequenceId, ahead);
    if (ahead === 0) return { kind: 'repeated' };
    if (this.#missing.delete(sequenceId)) return { kind: 'late' };
    // Before the first that came, where nothing was counted as lost, or the same again.
    if (justBooted && -ahead <= window) return { kind: 'repeated' };
    // Far behind, or what has already come: the sender counts from the beginning again.
    if (-ahead <= window && sequenceId !== 1) return { kind: 'repeated' };
    this.#missing.clear();
    this.#last = sequenceId;
    return { kind: 'restart' };
  }

  /** The sender was restarted: whatever comes next is a beginning. */
  reset(): void {
    this.#last = null;
    this.#missing.clear();
  }

  #advance(last: number, sequenceId: number, ahead: number): SequenceStep {
    this.#last = sequenceId;
    for (const old of this.#missing) if (distance(old, sequenceId) > window) this.#missing.delete(old);
    for (let step = Math.max(1, ahead - window); step < ahead; step++) {
      this.#missing.add(((last - 1 + step) % highestSequenceId) + 1);
    }
    return ahead === 1 ? { kind: 'next' } : { kind: 'gap', missing: ahead - 1 };
  }
}

/** How far `to` is after `from` on the circle of numbers; negative when it is before. */
function distance(from: number, to: number): number {
  const ahead = to - from;
  if (ahead > highestSequenceId / 2) return ahead - highestSequenceId;
  return ahead < -highestSequenceId / 2 ? ahead + highestSequenceId : ahead;
}
