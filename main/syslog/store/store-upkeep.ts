/**
 * What the store needs besides rows: its index of words brought up to date, and old rows deleted. It works in small pieces
 * between the batches, when there is time, and knows no ring and no threads.
 */
import { isSqliteError } from './log-database.ts';
import type { LogWriter, StoreTotals } from './log-writer.ts';
import type { Retention } from './retention.ts';
import { SteadyClock } from './steady-clock.ts';

export interface StoreUpkeepOptions {
  writer: Pick<LogWriter, 'hasBoardNews' | 'indexWords' | 'keepBoards' | 'prune' | 'totals' | 'unindexedCount'>;
  retention: Retention;
  /** Whether so little waits that 20 ms may be spent. */
  isQuiet: () => boolean;
  /** Whether nothing waits. */
  isIdle: () => boolean;
  /** What the store says has changed, besides the rows that were written: rows are gone, or boards are known. */
  onChanged: (totals: StoreTotals) => void;
  /** Ms on a clock that never jumps, and ms since the Unix epoch. */
  monotonicMs?: () => number;
  nowMs?: () => number;
}

/** Rows a piece of the index: some 60 ms of work, during which what arrives waits in the ring. Smaller ones cost twice as much a row. */
const mostPieceRows = 16_384;
/** Where rows do not come so fast, a smaller piece does, this often at most: rows that are not in the index are found slower. */
const leastPieceRows = 4096;
const smallPieceEveryMs = 500;
/** Rows deleted at a time: some 15 ms. */
const prunedRows = 4096;
/** With fewer new rows than a small piece, the index waits for a pause of this length: a transaction for a few rows costs most. */
const pauseMs = 1000;
/** Rows grow old and the store grows: looked at this often, and after so many bytes of messages, for a burst must not fill a small disk. */
const pruneEveryMs = 10_000;
const pruneEveryBytes = 1024 * 1024;
/** Under load, between two pieces of deleting: 80,000 rows a second, more than arrive. */
const pruneAgainMs = 50;
/** What rows say of their boards is written this often while there is news. */
const keepBoardsEveryMs = 1000;
/** After SQLite refused, such as when another process holds the store. Whether rows can be written is told elsewhere. */
const retryMs = 10_000;

export class StoreUpkeep {
  readonly #options: StoreUpkeepOptions;
  readonly #hasRetention: boolean;
  readonly #clock: SteadyClock;
  #unindexed: number;
  #pauseBeganMs: number;
  #indexedAtMs = Number.NEGATIVE_INFINITY;
  #pruneAtMs: number;
  #prunedAtMs = Number.NEGATIVE_INFINITY;
  #bytesSince = 0;
  #boardsKeptAtMs = 0;
  #retryAtMs = 0;

  constructor(options: StoreUpkeepOptions) {
    this.#options = options;
    this.#hasRetention = Object.keys(options.retention).length > 0;
    this.#clock = new SteadyClock({ nowMs: options.nowMs ?? Date.now, monotonicMs: () => this.#monotonicMs() });
    this.#unindexed = options.writer.unindexedCount();
    this.#pauseBeganMs = this.#monotonicMs();
    this.#pruneAtMs = this.#hasRetention ? this.#monotonicMs() : Number.POSITIVE_INFINITY;
  }

  /** So many rows were written, of so many bytes as they arrived. */
  noteWritten(rowCount: number, bytes: number): void {
    const now = this.#monotonicMs();
    this.#unindexed += rowCount;
    this.#pauseBeganMs = now;
    this.#bytesSince += bytes;
    const { mostBytes, mostRows } = this.#options.retention;
    if (this.#bytesSince < pruneEveryBytes || (mostBytes ?? mostRows) === undefined) return;
    this.#pruneAtMs = Math.min(this.#pruneAtMs, Math.max(now, this.#prunedAtMs + pruneAgainMs));
  }

  /** Does a piece of what is due, if anything is. */
  turn(): void {
    if (this.#monotonicMs() < this.#retryAtMs) return;
    try {
      if (this.#monotonicMs() >= this.#pruneAtMs) this.#prune();
      if (this.#boardsDueMs() <= 0) this.keepBoards();
      if (this.#options.isQuiet() && this.#indexDueMs() <= 0) {
        this.#unindexed = this.#options.writer.indexWords(mostPieceRows);
        this.#indexedAtMs = this.#monotonicMs();
      }
    } catch (error) {
      if (!isSqliteError(error)) throw error;
      this.#retryAtMs = this.#monotonicMs() + retryMs;
    }
  }

  /** Writes what is known of the boards now, such as before the end. Throws what SQLite throws. */
  keepBoards(): void {
    this.#boardsKeptAtMs = this.#monotonicMs();
    const { writer, onChanged } = this.#options;
    if (!writer.hasBoardNews) return;
    writer.keepBoards();
    onChanged(writer.totals());
  }

  /** For how long there is nothing to do, if nothing arrives. */
  get restMs(): number {
    const now = this.#monotonicMs();
    return Math.max(0, this.#retryAtMs - now, Math.min(this.#indexDueMs(), this.#boardsDueMs(), this.#pruneAtMs - now));
  }

  #indexDueMs(): number {
    if (this.#unindexed === 0) return Number.POSITIVE_INFINITY;
    if (this.#unindexed >= mostPieceRows) return 0;
    const pauseEndsMs = this.#pauseBeganMs + pauseMs;
    const dueMs =
      this.#unindexed < leastPieceRows ? pauseEndsMs : Math.min(pauseEndsMs, this.#indexedAtMs + smallPieceEveryMs);
    return Math.max(0, dueMs - this.#monotonicMs());
  }

  #boardsDueMs(): number {
    if (!this.#options.writer.hasBoardNews) return Number.POSITIVE_INFINITY;
    return this.#boardsKeptAtMs + keepBoardsEveryMs - this.#monotonicMs();
  }

  #prune(): void {
    const { writer, retention, isIdle, onChanged } = this.#options;
    this.#bytesSince = 0;
    this.#prunedAtMs = this.#monotonicMs();
    const count = writer.prune(retention, this.#clock.nowMs(), prunedRows);
    if (count > 0) onChanged(writer.totals());
    const waitMs = count < prunedRows ? pruneEveryMs : isIdle() ? 0 : pruneAgainMs;
    this.#pruneAtMs = this.#monotonicMs() + waitMs;
  }

  #monotonicMs(): number {
    return (this.#options.monotonicMs ?? (() => performance.now()))();
  }
}
