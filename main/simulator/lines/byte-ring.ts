/** A ring of bytes in shared memory with one writing and one reading thread. Waits for nobody and wakes nobody. */

export class ByteRing {
  /** How many bytes were ever read and written, modulo 2^32. */
  readonly #counters: Int32Array;
  readonly #bytes: Uint8Array;

  /** `counters` holds two words of zero; `bytes` a power of two of bytes. */
  constructor(counters: Int32Array, bytes: Uint8Array) {
    this.#counters = counters;
    this.#bytes = bytes;
  }

  get capacity(): number {
    return this.#bytes.length;
  }

  /** Bytes that wait to be read. */
  get length(): number {
    return (Atomics.load(this.#counters, 1) - Atomics.load(this.#counters, 0)) >>> 0;
  }

  get free(): number {
    return this.capacity - this.length;
  }

  /** The writer's side: puts as many bytes as there is room for, and says how many. */
  put(bytes: Uint8Array): number {
    const count = Math.min(bytes.length, this.free);
    const written = Atomics.load(this.#counters, 1);
    const start = (written >>> 0) & (this.capacity - 1);
    const first = Math.min(count, this.capacity - start);
    this.#bytes.set(bytes.subarray(0, first), start);
    this.#bytes.set(bytes.subarray(first, count), 0);
    Atomics.store(this.#counters, 1, (written + count) | 0);
    return count;
  }

  /** The reader's side: moves bytes into `target`, as many as there are, and says how many. */
  take(target: Uint8Array): number {
    const count = Math.min(target.length, this.length);
    const read = Atomics.load(this.#counters, 0);
    const start = (read >>> 0) & (this.capacity - 1);
    const first = Math.min(count, this.capacity - start);
    target.set(this.#bytes.subarray(start, start + first));
    target.set(this.#bytes.subarray(0, count - first), first);
    // Only where nobody emptied the ring meanwhile: see clear().
    Atomics.compareExchange(this.#counters, 0, read, (read + count) | 0);
    return count;
  }

  /** Forgets what waits. The writer may do this too: a reader in the middle of `take` at most gets bytes that were to go. */
  clear(): void {
    Atomics.store(this.#counters, 0, Atomics.load(this.#counters, 1));
  }
}
