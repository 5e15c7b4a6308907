/** Rows of a store page by page, so that a large log never stands in memory whole. It knows no store. */
import type { SyslogFilter, SyslogRow } from '../message.ts';

/** A store's own limit of rows an answer. */
export const pageRows = 1000;

export interface RowSource {
  /** The newest rows that pass, newer than `afterId` and older than `beforeId` where they are given, ascending. */
  rows(
    filter: SyslogFilter,
    page: { afterId?: number; beforeId?: number; limit: number },
  ): SyslogRow[] | Promise<SyslogRow[]>;
}

/** So much text a page. A row may have 64 KB, and a page of them is there several times: in the store's thread, in this, as lines, as bytes. */
const pageCharacters = 1024 * 1024;
const firstPageRows = 64;

/** What takes most of the memory that rows take. */
export function charactersOf(rows: readonly SyslogRow[]): number {
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
