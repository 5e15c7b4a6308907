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

/** So much text a page. A row may have 64 KB, and a page of them is there several times: in the store's thread, in this, as lines, as bytes. */
const pageCharacters = 1024 * 1024;
const firstPageRows = 64;

/** How many ids are asked for at once: as many as those before had room for. */
export class PageSize {
  #rows = firstPageRows;

  get rows(): number {
    return this.#rows;
  }

  /** What came of the page. */
  note(rows: readonly SyslogRow[]): void {
    const characters = rows.reduce((sum, { text, raw }) => sum + text.length + (raw?.length ?? 0), 0);
    const fitting = characters === 0 ? pageRows : Math.floor((this.#rows * pageCharacters) / characters);
    this.#rows = Math.max(1, Math.min(pageRows, this.#rows * 4, fitting));
  }
}

/** The rows that pass, newer than `afterId` and up to `lastId`, oldest first, a page at a time. */
export async function* rowsBetween(
  source: RowSource,
  filter: SyslogFilter,
  { afterId, lastId, size = new PageSize() }: { afterId: number; lastId: number; size?: PageSize },
): AsyncGenerator<SyslogRow[]> {
  for (let from = afterId; from < lastId; ) {
    const limit = size.rows;
    const beforeId = Math.min(from + limit, lastId) + 1;
    const page = await source.rows(filter, { afterId: from, beforeId, limit });
    if (page.length > 0) yield page;
    size.note(page);
    from += limit;
  }
}
