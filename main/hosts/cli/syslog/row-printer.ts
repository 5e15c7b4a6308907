/** Writes log rows to stdout: lines for people, JSON Lines for programs. */
import { type SyslogRow, syslogJsonLine, syslogLine, TracebackPages } from '../../../../app/syslog/index.ts';
import type { Output } from '../output.ts';

export class RowPrinter {
  readonly #output: Output;
  readonly #json: boolean;

  constructor(output: Output, { json }: { json?: true }) {
    this.#output = output;
    this.#json = json ?? false;
  }

  /**
   * Rows of the past, oldest first, in pages: to people a traceback that came in several messages is one block, without what other boards
   * said meanwhile. To programs a row stays an object. Returns how many they were.
   */
  async printPast(pages: AsyncIterable<readonly SyslogRow[]>): Promise<number> {
    const folded = this.#json ? null : new TracebackPages();
    let count = 0;
    for await (const rows of pages) {
      if (this.#output.closed.aborted) break;
      await this.print(folded?.take(rows) ?? rows);
      count += rows.length;
    }
    await this.print(folded?.end() ?? []);
    return count;
  }

  /** Each row as it stands, for those that come just now. Resolves when they were taken. */
  async print(rows: readonly SyslogRow[]): Promise<void> {
    const toText = this.#json ? syslogJsonLine : syslogLine;
    if (rows.length > 0) await this.#output.line(rows.map(toText).join('\n'));
  }
}
