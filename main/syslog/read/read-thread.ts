/** A worker with a SyslogStore, and what it was asked. */
import { BrambleError, errorFromDescription } from '../../../app/base/index.ts';
import type { FromReadWorker, ReadRequest, ReadWorkerData } from '../worker-messages.ts';
import { WorkerThread } from '../worker-thread.ts';

interface Waiting {
  resolve(result: unknown): void;
  reject(error: BrambleError): void;
}

export class ReadThread {
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
    // Who asks is told; only the first of them is waited for before.
    this.ready.catch(() => undefined);
    void this.#thread.ended.then((failure) => {
      this.#isOpen = false;
      const error = failure ?? closedError();
      for (const waiting of this.#waiting.values()) waiting.reject(error);
      this.#waiting.clear();
    });
  }

  /** Calls a method of the store. Rejects with what it throws, or with `log-store` when the thread is ended. */
  ask(method: ReadRequest['method'], args: unknown[]): Promise<unknown> {
    if (!this.#isOpen) return Promise.reject(closedError());
    this.#lastRequest++;
    const request = this.#lastRequest;
    return new Promise((resolve, reject) => {
      this.#waiting.set(request, { resolve, reject });
      this.#thread.post({ request, method, args });
    });
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
