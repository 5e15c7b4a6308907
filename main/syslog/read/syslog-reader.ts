/** The reading side of the log store for a thread that must not block: a SyslogStore in a worker. */
import { BrambleError, errorFromDescription } from '../../../app/base/index.ts';
import type {
  BoardEventAt,
  BoardStatus,
  SyslogFacets,
  SyslogFilter,
  SyslogHistogram,
  SyslogHistogramRange,
  SyslogRow,
} from '../../../app/syslog/index.ts';
import type { StoreTotals } from '../store/log-writer.ts';
import type { FromReadWorker, ReadRequest, ReadWorkerData } from '../worker-messages.ts';
import { WorkerThread } from '../worker-thread.ts';
import type { HostCount, StoreSize, StoreStats } from './syslog-store.ts';

interface Waiting {
  resolve(result: unknown): void;
  reject(error: BrambleError): void;
}

export class SyslogReader {
  readonly #thread: WorkerThread<ReadRequest, FromReadWorker>;
  readonly #waiting = new Map<number, Waiting>();
  #lastRequest = 0;
  #isOpen = true;

  /** Resolves when the store is open; rejects with `file-not-found` or `log-store`. Questions may be asked before. */
  readonly ready: Promise<void>;

  constructor(storeFile: string) {
    const workerData: ReadWorkerData = { storeFile };
    this.#thread = new WorkerThread('read', workerData);
    this.#thread.onMessage((message) => this.#settle(message));
    this.ready = this.#opened();
    void this.#thread.ended.then((failure) => {
      this.#isOpen = false;
      const error = failure ?? closedError();
      for (const waiting of this.#waiting.values()) waiting.reject(error);
      this.#waiting.clear();
    });
  }

  /** As SyslogStore.rows. */
  async rows(filter: SyslogFilter, page: { beforeId?: number; limit: number }): Promise<SyslogRow[]> {
    return (await this.#ask('rows', [filter, page])) as SyslogRow[];
  }

  /** As SyslogStore.rowsAfter. */
  async rowsAfter(filter: SyslogFilter, afterId: number, limit: number): Promise<SyslogRow[]> {
    return (await this.#ask('rowsAfter', [filter, afterId, limit])) as SyslogRow[];
  }

  /** As SyslogStore.hosts. */
  async hosts(): Promise<HostCount[]> {
    return (await this.#ask('hosts', [])) as HostCount[];
  }

  /** As SyslogStore.histogram. */
  async histogram(filter: SyslogFilter, range: SyslogHistogramRange): Promise<SyslogHistogram> {
    return (await this.#ask('histogram', [filter, range])) as SyslogHistogram;
  }

  /** As SyslogStore.facets. */
  async facets(filter: SyslogFilter): Promise<SyslogFacets> {
    return (await this.#ask('facets', [filter])) as SyslogFacets;
  }

  /** As SyslogStore.boards. */
  async boards(): Promise<BoardStatus[]> {
    return (await this.#ask('boards', [])) as BoardStatus[];
  }

  /** As SyslogStore.boardEvents. */
  async boardEvents(fromId: number, toId: number): Promise<BoardEventAt[]> {
    return (await this.#ask('boardEvents', [fromId, toId])) as BoardEventAt[];
  }

  async totals(): Promise<StoreTotals> {
    return (await this.#ask('totals', [])) as StoreTotals;
  }

  /** As SyslogStore.size. */
  async size(): Promise<StoreSize> {
    return (await this.#ask('size', [])) as StoreSize;
  }

  /** As SyslogStore.stats. */
  async stats(filter: SyslogFilter): Promise<StoreStats> {
    return (await this.#ask('stats', [filter])) as StoreStats;
  }

  /** What waits for an answer is rejected. */
  async dispose(): Promise<void> {
    this.#isOpen = false;
    await this.#thread.terminate();
  }

  async #opened(): Promise<void> {
    const first = await this.#thread.next((message) => message);
    if (first.kind === 'failed') throw errorFromDescription(first.error);
  }

  #ask(method: ReadRequest['method'], args: unknown[]): Promise<unknown> {
    if (!this.#isOpen) return Promise.reject(closedError());
    this.#lastRequest++;
    const request = this.#lastRequest;
    return new Promise((resolve, reject) => {
      this.#waiting.set(request, { resolve, reject });
      this.#thread.post({ request, method, args });
    });
  }

  #settle(message: FromReadWorker): void {
    if (message.kind !== 'answer' && message.kind !== 'refused') return;
    const waiting = this.#waiting.get(message.request);
    this.#waiting.delete(message.request);
    if (message.kind === 'answer') waiting?.resolve(message.result);
    else waiting?.reject(errorFromDescription(message.error));
  }
}

function closedError(): BrambleError {
  return new BrambleError('log-store', 'The log store was closed before it answered. Open the log again.');
}
