/**
 * Bramble's syslog server: three workers and what they share. R receives, W writes, a third reads; this thread only wires
 * them and keeps count. Every datagram that R took from its socket is either stored or counted as dropped.
 */
import { type BrambleError, Emitter, type Event, errorFromDescription } from '../../app/base/index.ts';
import type { SyslogStatus } from '../../app/contract/index.ts';
import type {
  BoardEventAt,
  BoardStatus,
  ForwardTarget,
  ImportedLines,
  LogFilePiece,
  OrderedStart,
  SyslogErrors,
  SyslogFacets,
  SyslogFilter,
  SyslogHistogram,
  SyslogHistogramRange,
  SyslogRow,
} from '../../app/syslog/index.ts';
import { Forwarding } from './forward/forwarding.ts';
import { SyslogReader } from './read/syslog-reader.ts';
import type { HostCount, RowsPage, StoreStats } from './read/syslog-store.ts';
import { bufferAdvice } from './receive/buffer-advice.ts';
import { type DatagramCounts, DatagramRing } from './receive/datagram-ring.ts';
import { type ListenerDrops, sumOfDrops } from './receive/kernel-drops.ts';
import { Receiving } from './receive/receiving.ts';
import type { SenderLoss } from './receive/sender-losses.ts';
import type { StoreTotals } from './store/log-writer.ts';
import type { Retention } from './store/retention.ts';
import type {
  ClientRefusal,
  ForwardState,
  FromWriteWorker,
  ListenerOptions,
  ListenerState,
  OtherMessage,
  ToWriteWorker,
  WriteWorkerData,
} from './worker-messages.ts';
import { WorkerThread } from './worker-thread.ts';

export interface SyslogServerOptions {
  /** The address to listen on. Loopback unless said otherwise; boards on the network need `0.0.0.0` (or `::`). */
  host?: string;
  /** 5514 unless given; 0 for a free one. */
  port?: number;
  /** The SQLite file; made, with its folder, when it is missing. */
  storeFile: string;
  /** How much may wait for the store: a power of two, 32 MiB unless given. */
  ringBytes?: number;
  /** Where to listen besides `host` and `port`: more addresses, or TCP. One that cannot be had is told by the status. */
  listeners?: readonly ListenerOptions[];
  /** What of the log is kept: 2 GiB unless given. The oldest rows go first. */
  retention?: Retention;
  /** Pages of 4 KiB at which the store is full, as a disk is; for tests. */
  mostPages?: number;
  /** Where rows are forwarded to. */
  forwards?: readonly ForwardTarget[];
  /** PEM: whom to trust when forwarding over TLS, instead of the usual authorities. */
  forwardAuthorities?: string;
  /** Rows that may wait for a target: a million unless given. */
  mostWaitingForwards?: number;
}

const usualMostWaiting = 1_000_000;
const usualRetention: Retention = { mostBytes: 2 * 1024 ** 3 };

export interface SyslogServerStatus extends SyslogStatus {
  /** Datagrams taken from the socket since the start: stored, waiting to be stored, or dropped. */
  receivedCount: number;
  /** What became of the listeners besides the first. */
  listeners: ListenerState[];
  storedCount: number;
  /** Dropped by the system because the socket's buffer was full, counted in `droppedCount`; null where it does not tell. */
  systemDroppedCount: number | null;
  /** The same for each UDP listener. */
  systemDrops: ListenerDrops[];
  /** Whose messages found no room while they waited for the store, the sender of most first. A second old at most. */
  losses: SenderLoss[];
  /** The store's size in bytes, its index of words included. */
  usedBytes: number;
  /** How many of the newest rows are not in the index of words yet; they are found, but slower. */
  unindexedCount: number;
  /** Where forwarding stands, a target each. */
  forwards: ForwardState[];
  /** What could be better and how, in sentences: a receive buffer that the system capped. */
  advice: string | null;
}

export const defaultSyslogPort = 5514;

type WriteThread = WorkerThread<ToWriteWorker, FromWriteWorker>;

/**
 * Opens the store and listens. Rejects with `log-store` when the store cannot be used; a port that cannot be had does not
 * keep the store from being read: `listenError` and the status tell it.
 */
export async function startSyslogServer(options: SyslogServerOptions): Promise<SyslogServerHandle> {
  const { host = '127.0.0.1', port = defaultSyslogPort, storeFile } = options;
  const ring = DatagramRing.create(options.ringBytes);
  const writeData: WriteWorkerData = {
    ring: ring.memory,
    storeFile,
    retention: options.retention ?? usualRetention,
    ...(options.mostPages === undefined ? {} : { mostPages: options.mostPages }),
  };
  const writeThread: WriteThread = new WorkerThread('store', writeData);
  const opened = await writeThread.next((message) => message);
  if (opened.kind === 'failed') throw errorFromDescription(opened.error);

  const handle = new SyslogServerHandle({ storeFile, ring, writeThread, reader: new SyslogReader(storeFile) });
  try {
    await handle.forward(options);
    await Promise.all([handle.open(), handle.listen(host, port, options.listeners)]);
    return handle;
  } catch (error) {
    await handle.dispose();
    throw error;
  }
}

interface Parts {
  storeFile: string;
  ring: DatagramRing;
  writeThread: WriteThread;
  reader: SyslogReader;
}

export class SyslogServerHandle {
  readonly #parts: Parts;
  readonly #receiving: Receiving;
  readonly #changes = new Emitter<StoreTotals>();
  /** There are rows up to `lastId` now, or (after a clear) fewer. At most two hundred a second. */
  readonly onDidChange: Event<StoreTotals> = this.#changes.event;
  readonly #forwardChanges = new Emitter<readonly ForwardState[]>();
  /** A target began to fail, works again, or refused rows for the first time. */
  readonly onDidChangeForwards: Event<readonly ForwardState[]> = this.#forwardChanges.event;
  readonly #troubles = new Emitter<BrambleError | null>();
  /** The store began to refuse rows, such as on a full disk, or takes them again (null). */
  readonly onDidChangeStoreTrouble: Event<BrambleError | null> = this.#troubles.event;
  readonly #failures = new Emitter<BrambleError>();
  /** A bug ended a part without which nothing is received or stored any more. */
  readonly onDidFail: Event<BrambleError> = this.#failures.event;
  #forwarding: Forwarding | null = null;
  #storeTrouble: BrambleError | null = null;
  #lastRequest = 0;
  #disposal: Promise<void> | null = null;

  /** Made by `startSyslogServer`. */
  constructor(parts: Parts) {
    this.#parts = parts;
    this.#receiving = new Receiving(parts.ring, (total) => {
      parts.writeThread.post({ kind: 'systemDropped', total });
      parts.ring.wake();
    });
    parts.writeThread.onMessage((message) => {
      if (message.kind === 'rows') {
        this.#changes.fire(message.totals);
        this.#forwarding?.noteRows();
        void this.#receiving.askSystemDropsSometimes();
      }
      if (message.kind === 'trouble') this.#setStoreTrouble(message.error && errorFromDescription(message.error));
      // After it was ready only a bug ends it: what arrives from then on is counted as dropped when the ring is full.
      if (message.kind === 'failed') {
        this.#setStoreTrouble(errorFromDescription(message.error));
        this.#failures.fire(errorFromDescription(message.error));
      }
    });
    void parts.writeThread.ended.then((failure) => {
      if (failure !== null && this.#storeTrouble === null) this.#setStoreTrouble(failure);
      if (failure !== null) this.#failures.fire(failure);
    });
    this.#receiving.onDidFail((failure) => this.#failures.fire(failure));
  }

  /** A TLS listener could not let a client in: told once for each sender and reason. */
  get onDidRefuseClient(): Event<ClientRefusal> {
    return this.#receiving.onDidRefuse;
  }

  /** Why it does not listen: `udp-port-busy`, `udp-port-forbidden`, `usage`; null when it does. */
  get listenError(): BrambleError | null {
    return this.#receiving.listenError;
  }

  /** Datagrams since the start. What is received and neither dropped, stored nor unwritten waits in the ring. */
  get counts(): DatagramCounts {
    return this.#parts.ring.counts();
  }

  /** As the status tells them; at the end when the server is disposed of. */
  get losses(): SenderLoss[] {
    return this.#receiving.losses;
  }

  /** Where forwarding stands, a target each; at the end when the server is disposed of. */
  get forwards(): readonly ForwardState[] {
    return this.#forwarding?.states ?? [];
  }

  /** What the system dropped at each UDP listener, as it last told; at the end when the server is disposed of. */
  get systemDrops(): readonly ListenerDrops[] {
    return this.#receiving.systemDrops;
  }

  /** Called once, by `startSyslogServer`: resolves when rows can be read. */
  open(): Promise<void> {
    return this.#parts.reader.ready;
  }

  /** Called once, by `startSyslogServer`: resolves when it listens, or `listenError` says why not. */
  listen(host: string, port: number, listeners: readonly ListenerOptions[] = []): Promise<void> {
    return this.#receiving.listen(host, port, listeners);
  }

  /** Called once, by `startSyslogServer`. */
  async forward(options: SyslogServerOptions): Promise<void> {
    const { storeFile, forwards = [], forwardAuthorities: authorities, mostWaitingForwards } = options;
    if (forwards.length === 0) return;
    this.#forwarding = await Forwarding.start({
      storeFile,
      targets: forwards,
      mostWaiting: mostWaitingForwards ?? usualMostWaiting,
      ...(authorities === undefined ? {} : { authorities }),
    });
    this.#forwarding.onDidChangeProblem((states) => this.#forwardChanges.fire(states));
  }

  async status(): Promise<SyslogServerStatus> {
    const { reader, storeFile } = this.#parts;
    const [totals, size] = await Promise.all([reader.totals(), reader.size(), this.#receiving.askSystemDrops()]);
    const { counts } = this;
    const { listening, listenError, others, systemDrops, losses } = this.#receiving;
    return {
      listening: listening && { host: listening.host, port: listening.port },
      problem: (listenError ?? this.#storeTrouble)?.message ?? this.#othersProblem() ?? this.#forwardProblem(),
      totalRows: totals.totalRows,
      lastId: totals.lastId,
      droppedCount: counts.dropped + counts.unwritten + (sumOfDrops(systemDrops) ?? 0),
      storeFile,
      receivedCount: counts.received,
      listeners: [...others],
      storedCount: counts.stored,
      forwards: [...this.forwards],
      systemDroppedCount: sumOfDrops(systemDrops),
      systemDrops: [...systemDrops],
      losses,
      ...size,
      advice: listening && bufferAdvice(listening.bufferBytes, process.platform),
    };
  }

  /** As SyslogStore.rows. */
  rows(filter: SyslogFilter, page: RowsPage): Promise<SyslogRow[]> {
    return this.#parts.reader.rows(filter, page);
  }

  /** Rows newer than `afterId` that pass, ascending, the newest `limit` of them. */
  rowsAfter(filter: SyslogFilter, afterId: number, limit: number): Promise<SyslogRow[]> {
    return this.#parts.reader.rowsAfter(filter, afterId, limit);
  }

  /** Hosts seen, the most talkative first, at most 200. */
  hosts(): Promise<HostCount[]> {
    return this.#parts.reader.hosts();
  }

  /** As SyslogStore.histogram. */
  histogram(filter: SyslogFilter, range: SyslogHistogramRange): Promise<SyslogHistogram> {
    return this.#parts.reader.histogram(filter, range);
  }

  /** As SyslogStore.facets. */
  facets(filter: SyslogFilter): Promise<SyslogFacets> {
    return this.#parts.reader.facets(filter);
  }

  /** As SyslogStore.errors. */
  errors(filter: SyslogFilter): Promise<SyslogErrors> {
    return this.#parts.reader.errors(filter);
  }

  /** As SyslogStore.boards. */
  boards(): Promise<BoardStatus[]> {
    return this.#parts.reader.boards();
  }

  /** As SyslogStore.boardEvents. */
  boardEvents(fromId: number, toId: number): Promise<BoardEventAt[]> {
    return this.#parts.reader.boardEvents(fromId, toId);
  }

  /** As SyslogStore.stats. */
  stats(filter: SyslogFilter): Promise<StoreStats> {
    return this.#parts.reader.stats(filter);
  }

  /** Messages that came by another way than the sockets go the same way from here on: each is stored or counted as dropped. */
  take(messages: readonly OtherMessage[]): void {
    if (this.#disposal !== null) return;
    this.#receiving.take(messages);
  }

  /** The next start of the board that has this name in the log was ordered from here: it is told so, and not counted as a boot. */
  expectStart(board: string, start: OrderedStart): void {
    if (this.#disposal !== null) return;
    this.#parts.writeThread.post({ kind: 'expectStart', board, start });
    this.#parts.ring.wake();
  }

  /** Stores the lines of a piece of a log file, as `importLines` does. Rejects with `log-store`. */
  async importPiece(piece: LogFilePiece): Promise<ImportedLines> {
    const { ring, writeThread } = this.#parts;
    this.#lastRequest++;
    const request = this.#lastRequest;
    const answer = writeThread.next((message) =>
      (message.kind === 'imported' || message.kind === 'notImported') && message.request === request
        ? message
        : undefined,
    );
    writeThread.post({ kind: 'import', request, piece });
    ring.wake();
    const message = await answer;
    if (message.kind === 'notImported') throw errorFromDescription(message.error);
    return message.imported;
  }

  /** Deletes every row. Ids go on from where they are. */
  async clear(): Promise<void> {
    const { ring, writeThread } = this.#parts;
    this.#lastRequest++;
    const request = this.#lastRequest;
    const answer = writeThread.next((message) =>
      message.kind === 'cleared' && message.request === request ? message : undefined,
    );
    writeThread.post({ kind: 'clear', request });
    ring.wake();
    const { error } = await answer;
    if (error !== null) throw errorFromDescription(error);
  }

  /**
   * Stops listening, stores what was received, closes the store. Resolves when all of it is done. `whenStored` is called, and waited for,
   * when the last row is stored and rows can be read still; it must not reject.
   */
  dispose(whenStored: () => Promise<void> = async () => {}): Promise<void> {
    this.#disposal ??= this.#end(whenStored);
    return this.#disposal;
  }

  async #end(whenStored: () => Promise<void>): Promise<void> {
    const { ring, writeThread, reader } = this.#parts;
    try {
      await this.#receiving.stop();
    } finally {
      writeThread.post({ kind: 'stop' });
      ring.wake();
      await writeThread.ended;
      await whenStored();
      await this.#forwarding?.dispose();
      await reader.dispose();
      this.#changes.dispose();
      this.#forwardChanges.dispose();
      this.#troubles.dispose();
      this.#failures.dispose();
    }
  }

  #setStoreTrouble(trouble: BrambleError | null): void {
    this.#storeTrouble = trouble;
    this.#troubles.fire(trouble);
  }

  #forwardProblem(): string | null {
    const failing = this.forwards.find(({ problem }) => problem !== null);
    return failing === undefined
      ? null
      : `Forwarding to ${failing.target} fails (${failing.problem}); it is tried again.`;
  }

  #othersProblem(): string | null {
    return this.#receiving.others.find(({ error }) => error !== null)?.error?.message ?? null;
  }
}
