/**
 * Prints rows as they are stored, each once and in order, however the news of them comes. Each at once, the lines of a traceback too: who
 * watches a board sees what it said last before it died, and no other board's line waits for it.
 */
import type { SyslogFilter } from '../../../../app/syslog/index.ts';
import { PageSize, type RowSource, rowsBetween } from '../../../../app/syslog/index.ts';
import type { RowPrinter } from './row-printer.ts';

export interface LiveRowsOptions {
  source: RowSource;
  filter: SyslogFilter;
  printer: RowPrinter;
  /** The last row that is not to be shown. */
  afterId: number;
}

export class LiveRows {
  readonly #options: LiveRowsOptions;
  readonly #size = new PageSize();
  #shownId: number;
  #lastId: number;
  #printing: Promise<void> | null = null;

  constructor(options: LiveRowsOptions) {
    this.#options = options;
    this.#shownId = options.afterId;
    this.#lastId = options.afterId;
  }

  /** There are rows up to `lastId` now. Resolves when they are printed; calls during that join it. */
  advance(lastId: number): Promise<void> {
    this.#lastId = Math.max(this.#lastId, lastId);
    this.#printing ??= this.#print().finally(() => {
      this.#printing = null;
    });
    return this.#printing;
  }

  async #print(): Promise<void> {
    const { source, filter, printer } = this.#options;
    while (this.#shownId < this.#lastId) {
      const range = { afterId: this.#shownId, lastId: this.#lastId, size: this.#size };
      for await (const rows of rowsBetween(source, filter, range)) await printer.print(rows);
      this.#shownId = range.lastId;
    }
  }
}
