/** Reads bytes from pulses of two lengths, as the LEDs of a NeoPixel strip do. Time is in ticks that it is given. */

/** A pulse that is longer than this is a 1: WS2812 0.4 and 0.8 µs, its slow kin 0.5 and 1.2. */
const oneSeconds = 0.6e-6;
/** So long a pause begins a new picture. */
const pauseSeconds = 50e-6;

export class PulseDecoder {
  readonly #ticksPerSecond: number;
  readonly #onBytes: (bytes: Uint8Array) => void;
  #bytes: number[] = [];
  #bits = 0;
  #value = 0;
  #roseTick: number | null = null;
  #lastTick = Number.NEGATIVE_INFINITY;
  #isNew = false;

  constructor(ticksPerSecond: number, onBytes: (bytes: Uint8Array) => void) {
    this.#ticksPerSecond = ticksPerSecond;
    this.#onBytes = onBytes;
  }

  /** The level changed. */
  edge(tick: number, level: 0 | 1): void {
    const lastTick = this.#lastTick;
    this.#lastTick = tick;
    if (level === 1) {
      if (tick - lastTick > pauseSeconds * this.#ticksPerSecond) this.#begin();
      this.#roseTick = tick;
      return;
    }
    if (this.#roseTick === null) return;
    this.#take(tick - this.#roseTick > oneSeconds * this.#ticksPerSecond ? 1 : 0);
    this.#roseTick = null;
  }

  /** Hands over what came since the last pause, if it is more than was handed over before. */
  settle(): void {
    if (!this.#isNew) return;
    this.#isNew = false;
    this.#onBytes(Uint8Array.from(this.#bytes));
  }

  #begin(): void {
    this.settle();
    this.#bytes = [];
    this.#bits = 0;
    this.#value = 0;
  }

  #take(bit: 0 | 1): void {
    this.#value = (this.#value << 1) | bit;
    this.#bits += 1;
    if (this.#bits < 8) return;
    this.#bytes.push(this.#value & 0xff);
    this.#bits = 0;
    this.#value = 0;
    this.#isNew = true;
  }
}
