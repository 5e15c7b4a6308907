/** Received bytes in order, waiting for a program to take them. Knows how many there are, never refuses any. */

export class ByteQueue {
  #chunks: Uint8Array[] = [];
  /** Bytes of the first chunk that were taken already. */
  #offset = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#length += chunk.length;
  }

  /** Moves bytes into `into` and returns how many; `untilNewline` stops behind the first newline. */
  take(into: Uint8Array, untilNewline = false): number {
    let taken = 0;
    for (let chunk = this.#chunks[0]; chunk !== undefined && taken < into.length; chunk = this.#chunks[0]) {
      const rest = chunk.subarray(this.#offset, this.#offset + into.length - taken);
      const newline = untilNewline ? rest.indexOf(0x0a) : -1;
      const part = newline < 0 ? rest : rest.subarray(0, newline + 1);
      into.set(part, taken);
      taken += part.length;
      this.#offset += part.length;
      if (this.#offset === chunk.length) {
        this.#chunks.shift();
        this.#offset = 0;
      }
      if (newline >= 0) break;
    }
    this.#length -= taken;
    return taken;
  }

  clear(): void {
    this.#chunks = [];
    this.#offset = 0;
    this.#length = 0;
  }
}
