/** A worker with a SyslogStore, and what it was asked. A question that it cannot answer in time costs it its life, and another goes on. */
import { BrambleError, errorFromDescription } from '../../../app/base/index.ts';
import type { FromReadWorker, ReadRequest, ReadWorkerData } from '../worker-messages.ts';
import { WorkerThread } from '../worker-thread.ts';

interface Waiting {
  request: ReadRequest;
  resolve(result: unknown): void;
  reject(error: BrambleError): void;
}

/** Any search of millions of rows is over long before; a regular expression of repeated repeats goes on for ever. */
const usualMostMs = 30_000;

export class ReadThread {
  readonly #storeFile: string;
  readonly #mostMs: number;
  #thread: WorkerThread<ReadRequest, FromReadWorker>;
  #giveUp: NodeJS.Timeout | undefined;
  readonly #waiting = new Map<number, Waiting>();
  #lastRequest = 0;
  #isOpen = true;
  /** Whether the thread has the store open; what it was asked before takes none of its time until then. */
  #isReady = false;

  /** Resolves when the store is open; rejects with `file-not-found` or `log-store`. Questions may be asked before. */
  readonly ready: Promise<void>;

  constructor(storeFile: string, mostMs = usualMostMs) {
    this.#storeFile = storeFile;
    this.#mostMs = mostMs;
    this.#thread = this.#started();
    this.ready = this.#opened();
    // Who asks is told; only the first of them is waited for before.
    this.ready.catch(() => undefined);
  }

  /**
   * Calls a method of the store. Rejects with what it throws, with `bad-query` when it takes longer than anyone waits, or with `log-store`
   * when the thread is ended.
   */
  ask(method: ReadRequest['method'], args: unknown[]): Promise<unknown> {
    if (!this.#isOpen) return Promise.reject(closedError());
    this.#lastRequest++;
    const request = { request: this.#lastRequest, method, args };
    return new Promise((resolve, reject) => {
      this.#waiting.set(request.request, { request, resolve, reject });
      this.#thread.post(request);
      if (this.#waiting.size === 1) this.#limitTime();
    });
  }

  /** What waits for an answer is rejected. */
  async dispose(): Promise<void> {
    this.#isOpen = false;
    clearTimeout(this.#giveUp);
    await this.#thread.terminate();
  }

  #started(): WorkerThread<ReadRequest, FromReadWorker> {
    const workerData: ReadWorkerData = { storeFile: this.#storeFile };
    const thread = new WorkerThread<ReadRequest, FromReadWorker>('read', workerData);
    thread.onMessage((message) => {
      if (thread === this.#thread) this.#settle(message);
    });
    void thread.ended.then((failure) => {
      if (thread !== this.#thread) return;
      this.#isOpen = false;
      clearTimeout(this.#giveUp);
      const error = failure ?? closedError();
      for (const waiting of this.#waiting.values()) waiting.reject(error);
      this.#waiting.clear();
    });
    return thread;
  }

  /** The oldest question is the one that is being answered. */
  #limitTime(): void {
    clearTimeout(this.#giveUp);
    if (this.#isReady && this.#waiting.size > 0) this.#giveUp = setTimeout(() => this.#replace(), this.#mostMs);
  }

  /** Gives the oldest question up; another thread takes the others. */
  #replace(): void {
    const [oldest] = this.#waiting;
    if (oldest === undefined) return;
    const [id, given] = oldest;
    const before = this.#thread;
    this.#isReady = false;
    this.#thread = this.#started();
    void before.terminate();
    given.reject(tooLongError(this.#mostMs));
    this.#waiting.delete(id);
    for (const { request } of this.#waiting.values()) this.#thread.post(request);
  }

  async #opened(): Promise<void> {
    const first = await this.#thread.next((message) => message);
    if (first.kind === 'failed') throw errorFromDescription(first.error);
  }

  #settle(message: FromReadWorker): void {
    if (message.kind === 'ready') {
      this.#isReady = true;
      this.#limitTime();
    }
    if (message.kind !== 'answer' && message.kind !== 'refused') return;
    const waiting = this.#waiting.get(message.request);
    this.#waiting.delete(message.request);
    this.#limitTime();
    if (message.kind === 'answer') waiting?.resolve(message.result);
    else waiting?.reject(errorFromDescription(message.error));
  }
}

function tooLongError(mostMs: number): BrambleError {
  return new BrambleError(
    'bad-query',
    `The search was given up after ${mostMs / 1000} seconds. A regular expression that repeats what repeats, such as /(a+)+b/, may take for ever: write it without, or ask for a shorter time.`,
  );
}

function closedError(): BrambleError {
  return new BrambleError('log-store', 'The log store was closed before it answered. Open the log again.');
}
