/** Writes log rows to stdout: lines for people, JSON Lines for programs. */
import { foldTracebacks, type SyslogRow } from '../../../../app/syslog/index.ts';
import type { Output } from '../output.ts';
import { syslogJsonLine, syslogLine } from './syslog-line.ts';

export class RowPrinter {
  readonly #output: Output;
  readonly #json: boolean;

  constructor(output: Output, { json }: { json?: true }) {
    this.#output = output;
    this.#json = json ?? false;
  }

  /**
   * Rows of the past: to people a traceback that came in several messages is one block, without what other boards said meanwhile. To
   * programs a row stays an object.
   */
  printPast(rows: readonly SyslogRow[]): Promise<void> {
    return this.print(this.#json ? rows : foldTracebacks(rows));
  }

  /** Each row as it stands, for those that come just now. Resolves when they were taken. */
  async print(rows: readonly SyslogRow[]): Promise<void> {
    const toText = this.#json ? syslogJsonLine : syslogLine;
    if (rows.length > 0) await this.#output.line(rows.map(toText).join('\n'));
  }
}
