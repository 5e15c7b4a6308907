/**
 * The interrupts that wait for the program's Python, in memory that its thread and its owner's share: which pins had which edges,
 * which timers are due, which flags of the PIO. One that comes again before it was taken is the same one, as in the chip's own registers.
 */

const PIN_COUNT = 30;
/** A word with a bit for each pin that has something, another for timers, then each pin's edges. */
const PINS = 0;
const TIMERS = 1;
const EDGES = 2;
const PIO = EDGES + PIN_COUNT;
const WORDS = PIO + 1;

export const interruptFlagsBytes = WORDS * Int32Array.BYTES_PER_ELEMENT;

/** As many alarms as the pico-sdk's default pool has. */
export const timerSlots = 16;

export type PendingInterrupt =
  | { kind: 'pin'; pin: number; edges: number }
  | { kind: 'timer'; slot: number }
  /** 0 to 3 of the first block, 4 to 7 of the second. */
  | { kind: 'pio'; flag: number };

export class InterruptFlags {
  readonly #words: Int32Array;

  constructor(buffer: ArrayBufferLike, byteOffset = 0) {
    this.#words = new Int32Array(buffer, byteOffset, WORDS);
  }

  clear(): void {
    for (let word = 0; word < WORDS; word++) Atomics.store(this.#words, word, 0);
  }

  get isPending(): boolean {
    return [PINS, TIMERS, PIO].some((word) => Atomics.load(this.#words, word) !== 0);
  }

  /** `edges` in MicroPython's bits: 4 falling, 8 rising. */
  raisePin(pin: number, edges: number): void {
    Atomics.or(this.#words, EDGES + pin, edges);
    Atomics.or(this.#words, PINS, 1 << pin);
  }

  raiseTimer(slot: number): void {
    Atomics.or(this.#words, TIMERS, 1 << slot);
  }

  raisePio(flag: number): void {
    Atomics.or(this.#words, PIO, 1 << flag);
  }

  /** Forgets what was raised for a pin or a timer that is no longer wanted. */
  dropPin(pin: number): void {
    Atomics.and(this.#words, PINS, ~(1 << pin));
    Atomics.store(this.#words, EDGES + pin, 0);
  }

  dropTimer(slot: number): void {
    Atomics.and(this.#words, TIMERS, ~(1 << slot));
  }

  /** Takes one that waits, timers first; null when none does. */
  take(): PendingInterrupt | null {
    const slot = this.#takeBit(TIMERS);
    if (slot !== null) return { kind: 'timer', slot };
    const flag = this.#takeBit(PIO);
    if (flag !== null) return { kind: 'pio', flag };
    const pin = this.#takeBit(PINS);
    return pin === null ? null : { kind: 'pin', pin, edges: Atomics.exchange(this.#words, EDGES + pin, 0) };
  }

  #takeBit(word: number): number | null {
    const bits = Atomics.load(this.#words, word);
    if (bits === 0) return null;
    const lowest = 31 - Math.clz32(bits & -bits);
    Atomics.and(this.#words, word, ~(1 << lowest));
    return lowest;
  }
}
