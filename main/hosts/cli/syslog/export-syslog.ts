/** `syslog export`: every row that a query means, oldest first, a page at a time. */
import { visible } from '../../../../app/base/index.ts';
import { ExportedLines, rowsBetween } from '../../../../app/syslog/index.ts';
import { SyslogStore } from '../../../syslog/read/syslog-store.ts';
import type { CommandContext } from '../context.ts';
import type { ExportOptions } from './export-options.ts';
import { filterOf } from './filter-options.ts';
import { searched } from './newest-rows.ts';
import { storeFileOf } from './store-file.ts';

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
    const exported = new ExportedLines(options.json ? 'jsonl' : options.format);
    const write = async (lines: string | null) => {
      // Files get texts as they are; a terminal would obey them.
      if (lines !== null) await output.line(output.isTerminal ? lines.replace(/[^\n]+/g, visible) : lines);
    };
    await write(exported.head);
    for await (const rows of rowsBetween(searched(store, context), filter, range)) {
      if (output.closed.aborted) break;
      await write(exported.take(rows));
    }
    await write(exported.end());
  } finally {
    store.dispose();
  }
}
