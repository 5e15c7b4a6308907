/**
 * Forwards rows to one target, in order: batch by batch, again and again until the target takes them. The store is its spool: it
 * remembers the id of the last row that was taken, so that nothing is lost over a restart, and lets the oldest go when more wait
 * than are to wait. It knows no sockets.
 */
import type { Clock, Disposable } from '../../../app/base/index.ts';
import { retryDelayMs, type SyslogRow } from '../../../app/syslog/index.ts';
import type { Sink, SinkAnswer } from './sink.ts';

export interface RowSource {
  rows(filter: Record<string, never>, page: { beforeId: number; limit: number }): SyslogRow[];
  totals(): { lastId: number };
  oldestId(): number;
}

/** Where a target stands: the last row that it took, and how many it never got. */
export interface ForwardPosition {
  lastId: number;
  lost: number;
}

export interface ForwarderOptions {
  source: RowSource;
  sink: Sink;
  position: ForwardPosition;
  /** Keeps the position; called after each batch. */
  keep: (position: ForwardPosition) => void;
  /** Rows that may wait; older ones are given up and counted as lost. */
  mostWaiting: number;
  clock: Clock;
  random: () => number;
  /** The state changed: why sending fails for now, or null. */
  onProblem: (problem: string | null) => void;
  /** Rows were given up because the target refused them, and why; before the position that counts them is kept. */
  onRefused: (reason: string) => void;
}

/** A target that takes nothing for so long, such as one whose own disk is full, is told as one that fails. */
const stallMs = 30_000;

export class Forwarder {
  readonly #options: ForwarderOptions;
  readonly #abort = new AbortController();
  #position: ForwardPosition;
  #failures = 0;
  #isStalled = false;
  #running: Promise<void> | null = null;
  #pause: { timer: Disposable; end: () => void } | null = null;

  constructor(options: ForwarderOptions) {
    this.#options = options;
    this.#position = options.position;
  }

  get position(): ForwardPosition {
    return this.#position;
  }

  /** There may be new rows. Resolves when all that there are were taken, or the forwarder was disposed. */
  advance(): Promise<void> {
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Ends what is under way; the position stays at what was taken. */
  async dispose(): Promise<void> {
    this.#abort.abort();
    this.#pause?.timer.dispose();
    this.#pause?.end();
    await this.#running;
    this.#options.sink.dispose();
  }

  async #run(): Promise<void> {
    while (!this.#abort.signal.aborted) {
      try {
        const rows = this.#next();
        if (rows.length === 0) {
          this.#settle();
          return;
        }
        const { refused, reason } = await this.#send(rows);
        if (reason !== null) this.#options.onRefused(reason);
        this.#move({ lastId: rows.at(-1)?.id ?? 0, lost: this.#position.lost + refused });
        this.#settle();
      } catch (error) {
        if (this.#abort.signal.aborted) return;
        this.#failures++;
        this.#options.onProblem(error instanceof Error ? error.message || String(error) : String(error));
        await this.#wait(retryDelayMs(this.#failures, this.#options.random()));
      }
    }
  }

  /** Nothing fails any more. */
  #settle(): void {
    if (this.#failures > 0 || this.#isStalled) this.#options.onProblem(null);
    this.#failures = 0;
    this.#isStalled = false;
  }

  /** Waits as long as the target does: what it has of the rows would come twice over another connection. */
  async #send(rows: readonly SyslogRow[]): Promise<SinkAnswer> {
    const { sink, clock, onProblem } = this.#options;
    const stall = clock.schedule(() => {
      this.#isStalled = true;
      onProblem(`it takes nothing for ${stallMs / 1000} s`);
    }, stallMs);
    try {
      return await sink.send(rows, this.#abort.signal);
    } finally {
      stall.dispose();
    }
  }

  /** The next rows, oldest first; none when all were taken. */
  #next(): SyslogRow[] {
    const { source, sink, mostWaiting } = this.#options;
    const { lastId } = source.totals();
    // Also where the retention was faster than the target.
    const oldest = Math.max(lastId - mostWaiting, source.oldestId() - 1);
    if (this.#position.lastId < oldest) {
      const lost = this.#position.lost + oldest - this.#position.lastId;
      this.#move({ lastId: oldest, lost });
    }
    while (this.#position.lastId < lastId) {
      const after = this.#position.lastId;
      const beforeId = Math.min(after + sink.batchRows, lastId) + 1;
      const rows = source.rows({}, { beforeId, limit: sink.batchRows }).filter(({ id }) => id > after);
      if (rows.length > 0) return rows;
      // A log that was cleared meanwhile.
      this.#move({ ...this.#position, lastId: beforeId - 1 });
    }
    return [];
  }

  #move(position: ForwardPosition): void {
    this.#position = position;
    this.#options.keep(position);
  }

  #wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        this.#pause = null;
        resolve();
      };
      this.#pause = { timer: this.#options.clock.schedule(end, delayMs), end };
    });
  }
}
