/** What an export of the log writes, by the CLI and by the IDE alike: rows in, lines out. It knows no files. */
import { TracebackPages } from '../boards/traceback-fold.ts';
import type { SyslogRow } from '../message.ts';
import { withMarkedEscapes } from './escaped-controls.ts';
import { csvHeader, csvLine, rfc5424Line } from './export.ts';
import { syslogJsonLine, syslogLine } from './row-lines.ts';

export const exportFormats = ['text', 'jsonl', 'csv', 'rfc5424'] as const;
export type ExportFormat = (typeof exportFormats)[number];

const lineOf: Readonly<Record<ExportFormat, (row: SyslogRow) => string>> = {
  text: syslogLine,
  jsonl: syslogJsonLine,
  csv: csvLine,
  rfc5424: (row) => rfc5424Line(withMarkedEscapes(row)),
};

/** Takes pages of rows, oldest first; the last line of what it gives has no line feed yet. In text a traceback is one row. */
export class ExportedLines {
  /** What stands before the first row; null for nothing. */
  readonly head: string | null;
  readonly #lineOf: (row: SyslogRow) => string;
  readonly #pages: TracebackPages | null;

  constructor(format: ExportFormat) {
    this.head = format === 'csv' ? csvHeader : null;
    this.#lineOf = lineOf[format];
    this.#pages = format === 'text' ? new TracebackPages() : null;
  }

  /** The lines of the page; null when there are none yet. */
  take(rows: readonly SyslogRow[]): string | null {
    return this.#written(this.#pages?.take(rows) ?? rows);
  }

  /** What waited for a page that may go on with it; null for nothing. */
  end(): string | null {
    return this.#written(this.#pages?.end() ?? []);
  }

  #written(rows: readonly SyslogRow[]): string | null {
    return rows.length === 0 ? null : rows.map(this.#lineOf).join('\n');
  }
}
