import type { SyslogRow } from '../message.ts';
import { TracebackPages } from './traceback-fold.ts';

/** `foldTracebacks` of rows to which others are added at the end: it costs what is new of them. */
export class FoldedRows {
  #rows: readonly SyslogRow[] = [];
  #pages = new TracebackPages();
  #folded: SyslogRow[] = [];

  of(rows: readonly SyslogRow[]): SyslogRow[] {
    const count = this.#rows.length;
    const goesOn = rows[0] === this.#rows[0] && rows[count - 1] === this.#rows[count - 1];
    if (!goesOn) {
      this.#pages = new TracebackPages();
      this.#folded = [];
    }
    this.#folded.push(...this.#pages.take(goesOn ? rows.slice(count) : rows));
    this.#rows = rows;
    return [...this.#folded, ...this.#pages.waiting];
  }
}
