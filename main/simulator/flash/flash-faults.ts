/**
 * Faults of a board's flash that somebody ordered: no room, and the power that goes while something is written. Shared between the
 * board's thread, which obeys, and its owner; they outlast resets of the board.
 */

const cell = { mostBytes: 0, powerLossAfter: 1, count: 2 } as const;
const none = -1;

export class FlashFaults {
  readonly buffer: SharedArrayBuffer;
  readonly #cells: Int32Array;

  /** Fresh ones, or a view of those that the other thread made. */
  constructor(buffer?: SharedArrayBuffer) {
    this.buffer = buffer ?? new SharedArrayBuffer(cell.count * Int32Array.BYTES_PER_ELEMENT);
    this.#cells = new Int32Array(this.buffer);
    if (buffer === undefined) this.clear();
  }

  /** No more faults. */
  clear(): void {
    this.mostBytes = null;
    this.losePowerAfter(null);
  }

  /** How many bytes all files together may have; null: as many as the flash takes. */
  get mostBytes(): number | null {
    const bytes = Atomics.load(this.#cells, cell.mostBytes);
    return bytes === none ? null : bytes;
  }

  set mostBytes(bytes: number | null) {
    Atomics.store(this.#cells, cell.mostBytes, bytes ?? none);
  }

  /** The power goes once so many bytes more were written; with none, at the next write. */
  losePowerAfter(bytes: number | null): void {
    Atomics.store(this.#cells, cell.powerLossAfter, bytes ?? none);
  }

  /** The board wrote so many bytes; true when the power goes now, which it does once. */
  isPowerLostAt(byteCount: number): boolean {
    const left = Atomics.load(this.#cells, cell.powerLossAfter);
    if (left === none) return false;
    this.losePowerAfter(byteCount >= left ? null : left - byteCount);
    return byteCount >= left;
  }
}
