/** Fetches rows of a store page by page, so that a large log never stands in memory whole for longer than it must. */
import type { SyslogFilter, SyslogRow } from '../../../../app/syslog/index.ts';
import type { CommandContext } from '../context.ts';

/** A store's own limit of rows an answer. */
const pageRows = 1000;

export interface RowSource {
  /** The newest rows that pass, newer than `afterId` and older than `beforeId` where they are given, ascending. */
  rows(
    filter: SyslogFilter,
    page: { afterId?: number; beforeId?: number; limit: number },
  ): SyslogRow[] | Promise<SyslogRow[]>;
}

/** A store that is searched by this thread: Ctrl-C ends a search that takes long. */
export function searched(
  store: { rows(filter: SyslogFilter, page: { limit: number }): SyslogRow[] },
  { interruption }: Pick<CommandContext, 'interruption'>,
): RowSource {
  return { rows: (filter, page) => interruption.whileBusy(() => store.rows(filter, page)) };
}

/** The newest `limit` rows that pass, up to `lastId`, oldest first. */
export async function newestRows(
  source: RowSource,
  filter: SyslogFilter,
  { lastId, limit }: { lastId: number; limit: number },
): Promise<SyslogRow[]> {
  const pages: SyslogRow[][] = [];
  let beforeId = lastId + 1;
  for (let wanted = limit; wanted > 0; ) {
    const asked = Math.min(wanted, pageRows);
    const page = await source.rows(filter, { limit: asked, beforeId });
    pages.unshift(page);
    wanted -= page.length;
    if (page.length < asked) break;
    beforeId = page[0]?.id ?? 0;
  }
  return pages.flat();
}

/** The rows that pass, newer than `afterId` and up to `lastId`, oldest first, a page at a time. */
export async function* rowsBetween(
  source: RowSource,
  filter: SyslogFilter,
  { afterId, lastId }: { afterId: number; lastId: number },
): AsyncGenerator<SyslogRow[]> {
  for (let from = afterId; from < lastId; from += pageRows) {
    const beforeId = Math.min(from + pageRows, lastId) + 1;
    const page = await source.rows(filter, { afterId: from, beforeId, limit: pageRows });
    if (page.length > 0) yield page;
  }
}
