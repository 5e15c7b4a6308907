/** The newest rows of a store, so that a large log never stands in memory whole for longer than it must. */
import {
  charactersOf,
  PageSize,
  pageRows,
  type RowSource,
  type SyslogFilter,
  type SyslogRow,
} from '../../../../app/syslog/index.ts';
import type { CommandContext } from '../context.ts';

/** A store that is searched by this thread: Ctrl-C ends a search that takes long, and between two pages as well. */
export function searched(
  store: { rows(filter: SyslogFilter, page: { limit: number }): SyslogRow[] },
  { interruption }: Pick<CommandContext, 'interruption'>,
): RowSource {
  return {
    rows: (filter, page) => {
      interruption.signal.throwIfAborted();
      return interruption.whileBusy(() => store.rows(filter, page));
    },
  };
}

/** What of the newest rows is kept while older ones are looked for, and what a row takes besides its text. */
const usualKeptBytes = 32 * 1024 * 1024;
const rowBytes = 1024;

/**
 * The newest `limit` rows that pass, up to `lastId`, oldest first, a page at a time. They are found newest first: what does not fit into
 * memory meanwhile is asked for once more.
 */
export async function* newestRows(
  source: RowSource,
  filter: SyslogFilter,
  { lastId, limit, keptBytes = usualKeptBytes }: { lastId: number; limit: number; keptBytes?: number },
): AsyncGenerator<SyslogRow[]> {
  const pages: { firstId: number; beforeId: number; rows: SyslogRow[] | null }[] = [];
  const size = new PageSize();
  let beforeId = lastId + 1;
  let room = keptBytes;
  for (let wanted = limit; wanted > 0; ) {
    const asked = Math.min(wanted, size.rows);
    const rows = await source.rows(filter, { limit: asked, beforeId });
    const [first] = rows;
    if (first === undefined) break;
    size.note(rows);
    room -= charactersOf(rows) + rows.length * rowBytes;
    pages.push({ firstId: first.id, beforeId, rows: room > 0 ? rows : null });
    beforeId = first.id;
    wanted -= rows.length;
    if (rows.length < asked) break;
  }
  for (let page = pages.pop(); page !== undefined; page = pages.pop()) {
    const range = { afterId: page.firstId - 1, beforeId: page.beforeId, limit: pageRows };
    yield page.rows ?? (await source.rows(filter, range));
  }
}
