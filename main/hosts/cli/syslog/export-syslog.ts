/** `syslog export`: every row that a query means, oldest first, a page at a time. In text a traceback is one. */
import {
  csvHeader,
  csvLine,
  rfc5424Line,
  type SyslogRow,
  TracebackPages,
  withMarkedEscapes,
} from '../../../../app/syslog/index.ts';
import { SyslogStore } from '../../../syslog/read/syslog-store.ts';
import type { CommandContext } from '../context.ts';
import { visible } from '../files/listing.ts';
import type { ExportFormat, ExportOptions } from './export-formats.ts';
import { filterOf } from './filter-options.ts';
import { rowsBetween, searched } from './newest-rows.ts';
import { storeFileOf } from './store-file.ts';
import { syslogJsonLine, syslogLine } from './syslog-line.ts';

const lineOf: Readonly<Record<ExportFormat, (row: SyslogRow) => string>> = {
  text: syslogLine,
  jsonl: syslogJsonLine,
  csv: csvLine,
  rfc5424: (row) => rfc5424Line(withMarkedEscapes(row)),
};

export async function exportSyslog(
  words: readonly string[],
  options: ExportOptions,
  context: CommandContext,
): Promise<void> {
  const store = new SyslogStore(storeFileOf(options, context));
  const { output } = context;
  try {
    const filter = filterOf(options, words);
    const range = { afterId: store.oldestId() - 1, lastId: store.totals().lastId };
    const format = options.json ? 'jsonl' : options.format;
    if (format === 'csv') await output.line(csvHeader);
    const write = async (rows: readonly SyslogRow[]) => {
      if (rows.length === 0) return;
      const lines = rows.map(lineOf[format]).join('\n');
      // Files get texts as they are; a terminal would obey them.
      await output.line(output.isTerminal ? lines.replace(/[^\n]+/g, visible) : lines);
    };
    const pages = format === 'text' ? new TracebackPages() : null;
    for await (const rows of rowsBetween(searched(store, context), filter, range)) {
      if (output.closed.aborted) break;
      await write(pages?.take(rows) ?? rows);
    }
    await write(pages?.end() ?? []);
  } finally {
    store.dispose();
  }
}
