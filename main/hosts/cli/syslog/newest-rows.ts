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

/** So much text a page. A row may have 64 KB, and a page of them is there several times: in the store's thread, in this, as lines, as bytes. */
const pageCharacters = 1024 * 1024;
const firstPageRows = 64;
/** What of the newest rows is kept while older ones are looked for, and what a row takes besides its text. */
const usualKeptBytes = 32 * 1024 * 1024;
const rowBytes = 1024;

function charactersOf(rows: readonly SyslogRow[]): number {
  return rows.reduce((sum, { text, raw }) => sum + text.length + (raw?.length ?? 0), 0);
}

/** How many ids are asked for at once: as many as those before had room for. */
export class PageSize {
  #rows = firstPageRows;

  get rows(): number {
    return this.#rows;
  }

  /** What came of the page. */
  note(rows: readonly SyslogRow[]): void {
    const characters = charactersOf(rows);
    const fitting = characters === 0 ? pageRows : Math.floor((this.#rows * pageCharacters) / characters);
    this.#rows = Math.max(1, Math.min(pageRows, this.#rows * 4, fitting));
  }
}

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
