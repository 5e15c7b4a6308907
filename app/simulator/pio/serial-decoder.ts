/** Reads bytes from the level of a pin, as a UART's receiver does: eight bits, no parity. Time is in ticks that it is given. */
export class SerialDecoder {
  readonly #bitTicks: number;
  readonly #onByte: (byte: number, tick: number) => void;
  #level: 0 | 1 = 1;
  /** When the start bit began; null between bytes. */
  #startTick: number | null = null;
  #byte = 0;
  #bits = 0;

  constructor(bitTicks: number, onByte: (byte: number, tick: number) => void) {
    this.#bitTicks = bitTicks;
    this.#onByte = onByte;
  }

  /** The level changed. */
  edge(tick: number, level: 0 | 1): void {
    this.settle(tick);
    this.#level = level;
    if (this.#startTick === null && level === 0) {
      this.#startTick = tick;
      this.#byte = 0;
      this.#bits = 0;
    }
  }

  /** Takes the bits whose middle has passed; true while a byte is on its way. */
  settle(tick: number): boolean {
    while (this.#startTick !== null) {
      const middle = this.#startTick + (this.#bits + 1.5) * this.#bitTicks;
      if (middle > tick) return true;
      if (this.#bits === 8) {
        this.#startTick = null;
        // Without its stop bit it was no byte: the line's speed is another.
        if (this.#level === 1) this.#onByte(this.#byte, middle);
        return false;
      }
      this.#byte |= this.#level << this.#bits;
      this.#bits += 1;
    }
    return false;
  }
}
