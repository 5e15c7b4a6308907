/**
 * Starts of boards that somebody ordered from this computer: Run and a soft reset restart the board's Python, and its messages then
 * show a boot that is no surprise. It knows boards by their names in the log, and nothing of messages.
 */

export interface OrderedStart {
  by: 'run' | 'reset';
  /** Ms since the Unix epoch. */
  atMs: number;
}

/** A board joins its Wi-Fi before its first message comes, which takes up to so long. */
const comesWithinMs = 30_000;

export class OrderedStarts {
  readonly #starts = new Map<string, OrderedStart>();

  /** The board's next boot is this one. */
  expect(board: string, start: OrderedStart): void {
    this.#starts.set(board, start);
  }

  /** By what a boot was ordered that shows now; null when nobody ordered one. */
  of(board: string, nowMs: number): OrderedStart['by'] | null {
    const start = this.#starts.get(board);
    const isNow = start !== undefined && nowMs >= start.atMs && nowMs - start.atMs <= comesWithinMs;
    return isNow ? start.by : null;
  }

  /** The board booted: each order is of one boot. */
  fulfil(board: string, nowMs: number): void {
    const start = this.#starts.get(board);
    if (start !== undefined && nowMs >= start.atMs) this.#starts.delete(board);
  }
}
