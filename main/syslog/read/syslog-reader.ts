/**
 * The reading side of the log store for a thread that must not block: a SyslogStore in a worker. A second one comes into being when it is
 * wanted: for counting, so that new rows need not wait for it, and for the older half of a search that takes its time; and a third for the
 * kinds of errors, which are a look at all that went wrong.
 */
import type {
  BoardEventAt,
  BoardStatus,
  SyslogErrors,
  SyslogFacets,
  SyslogFilter,
  SyslogHistogram,
  SyslogHistogramRange,
  SyslogRow,
} from '../../../app/syslog/index.ts';
import type { StoreTotals } from '../store/log-writer.ts';
import { blockIds } from '../store/text-blocks.ts';
import { ReadThread } from './read-thread.ts';
import type { HostCount, RowsPage, StoreSize, StoreStats } from './syslog-store.ts';

/** With fewer rows a search takes less than dividing it. */
const usualDividedRows = 500_000;
/** A search that is over by then is not worth a second thread. */
const divideAfterMs = 10;

export class SyslogReader {
  readonly #storeFile: string;
  readonly #dividedRows: number;
  readonly #first: ReadThread;
  #second: ReadThread | null = null;
  #third: ReadThread | null = null;
  #isOpen = true;

  /** Resolves when the store is open; rejects with `file-not-found` or `log-store`. Questions may be asked before. */
  readonly ready: Promise<void>;

  /** A search of so many ids may be divided. */
  constructor(storeFile: string, dividedRows = usualDividedRows) {
    this.#storeFile = storeFile;
    this.#dividedRows = dividedRows;
    this.#first = new ReadThread(storeFile);
    this.ready = this.#first.ready;
  }

  /** As SyslogStore.rows. */
  async rows(filter: SyslogFilter, page: RowsPage): Promise<SyslogRow[]> {
    const ask = (thread: ReadThread, part: RowsPage) => thread.ask('rows', [filter, part]) as Promise<SyslogRow[]>;
    const middle = looksAtTexts(filter) ? await this.#middleOf(page) : null;
    if (middle === null) return ask(this.#first, page);
    const newer = ask(this.#first, { ...page, afterId: middle });
    const found = await inTime(newer, divideAfterMs);
    if (found !== null && found.length >= page.limit) return found;
    const older = ask(found === null ? this.#other() : this.#first, { ...page, beforeId: middle + 1 });
    // What is wrong with one half may be wrong with both, and is told once.
    older.catch(() => undefined);
    const rows = await newer;
    return rows.length >= page.limit ? rows : [...(await older), ...rows].slice(-page.limit);
  }

  /** As SyslogStore.rowsAfter. */
  async rowsAfter(filter: SyslogFilter, afterId: number, limit: number): Promise<SyslogRow[]> {
    return (await this.#first.ask('rowsAfter', [filter, afterId, limit])) as SyslogRow[];
  }

  /** As SyslogStore.hosts. */
  async hosts(): Promise<HostCount[]> {
    return (await this.#first.ask('hosts', [])) as HostCount[];
  }

  /** As SyslogStore.histogram. */
  async histogram(filter: SyslogFilter, range: SyslogHistogramRange): Promise<SyslogHistogram> {
    return (await this.#other().ask('histogram', [filter, range])) as SyslogHistogram;
  }

  /** As SyslogStore.facets. */
  async facets(filter: SyslogFilter): Promise<SyslogFacets> {
    return (await this.#other().ask('facets', [filter])) as SyslogFacets;
  }

  /** As SyslogStore.errors. */
  async errors(filter: SyslogFilter): Promise<SyslogErrors> {
    if (this.#isOpen) this.#third ??= new ReadThread(this.#storeFile);
    return (await (this.#third ?? this.#first).ask('errors', [filter])) as SyslogErrors;
  }

  /** As SyslogStore.boards. */
  async boards(): Promise<BoardStatus[]> {
    return (await this.#first.ask('boards', [])) as BoardStatus[];
  }

  /** As SyslogStore.boardEvents. */
  async boardEvents(fromId: number, toId: number): Promise<BoardEventAt[]> {
    return (await this.#first.ask('boardEvents', [fromId, toId])) as BoardEventAt[];
  }

  async totals(): Promise<StoreTotals> {
    return (await this.#first.ask('totals', [])) as StoreTotals;
  }

  /** As SyslogStore.size. */
  async size(): Promise<StoreSize> {
    return (await this.#first.ask('size', [])) as StoreSize;
  }

  /** As SyslogStore.stats. */
  async stats(filter: SyslogFilter): Promise<StoreStats> {
    return (await this.#other().ask('stats', [filter])) as StoreStats;
  }

  /** What waits for an answer is rejected. */
  async dispose(): Promise<void> {
    this.#isOpen = false;
    await Promise.all([this.#first.dispose(), this.#second?.dispose(), this.#third?.dispose()]);
  }

  #other(): ReadThread {
    if (!this.#isOpen) return this.#first;
    this.#second ??= new ReadThread(this.#storeFile);
    return this.#second;
  }

  /** The id in the middle of the page's, where a search is divided; null for few. */
  async #middleOf({ afterId = 0, beforeId = Number.MAX_SAFE_INTEGER }: RowsPage): Promise<number | null> {
    const { lastId, totalRows } = await this.totals();
    const [from, to] = [Math.max(afterId, lastId - totalRows), Math.min(beforeId - 1, lastId)];
    return to - from < this.#dividedRows ? null : Math.floor((from + to) / 2 / blockIds) * blockIds;
  }
}

function looksAtTexts({ query = '', text = '' }: SyslogFilter): boolean {
  return query !== '' || text !== '';
}

/** Null when it takes longer. */
async function inTime<T>(answer: Promise<T>, mostMs: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), mostMs);
  });
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
