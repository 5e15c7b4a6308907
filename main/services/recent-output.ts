/** The newest bytes of an endless output, for a client that attaches late. */

export class RecentOutput {
  readonly #maxBytes: number;
  #chunks: Uint8Array[] = [];
  #heldBytes = 0;
  #totalBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Adds bytes and gives their position: how many came before them. */
  add(bytes: Uint8Array): number {
    const position = this.#totalBytes;
    this.#chunks.push(bytes);
    this.#heldBytes += bytes.length;
    this.#totalBytes += bytes.length;
    while (this.#heldBytes - (this.#chunks[0]?.length ?? 0) >= this.#maxBytes) {
      this.#heldBytes -= this.#chunks.shift()?.length ?? 0;
    }
    return position;
  }

  /** At most `maxBytes` bytes, and how many came before them. */
  read(): { bytes: Uint8Array; position: number } {
    const held = new Uint8Array(this.#heldBytes);
    let offset = 0;
    for (const chunk of this.#chunks) {
      held.set(chunk, offset);
      offset += chunk.length;
    }
    const bytes = held.subarray(Math.max(0, held.length - this.#maxBytes));
    return { bytes, position: this.#totalBytes - bytes.length };
  }
}
