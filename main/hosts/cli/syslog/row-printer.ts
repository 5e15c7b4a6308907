/** Writes log rows to stdout: lines for people, JSON Lines for programs. */
import type { SyslogRow } from '../../../../app/syslog/index.ts';
import type { Output } from '../output.ts';
import { syslogJson, syslogLine } from './syslog-line.ts';

export class RowPrinter {
  readonly #output: Output;
  readonly #toText: (row: SyslogRow) => string;

  constructor(output: Output, { json }: { json?: true }) {
    this.#output = output;
    this.#toText = json ? (row) => JSON.stringify(syslogJson(row)) : syslogLine;
  }

  /** Resolves when they were taken. */
  async print(rows: readonly SyslogRow[]): Promise<void> {
    if (rows.length > 0) await this.#output.line(rows.map(this.#toText).join('\n'));
  }
}
