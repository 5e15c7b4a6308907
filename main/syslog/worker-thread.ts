/** A worker of this folder as its owner sees it: typed messages, and an end that is either asked for or a failure. */
import { Worker } from 'node:worker_threads';
import { BrambleError, Emitter } from '../../app/base/index.ts';

export class WorkerThread<Sent, Received> {
  readonly #worker: Worker;
  readonly #messages = new Emitter<Received>();
  readonly onMessage = this.#messages.event;
  /** Settles when the thread has ended: null, or the error that ended it. */
  readonly ended: Promise<BrambleError | null>;

  /** `name` is that of the entry file beside this one: `.ts` in a checkout, `.js` when built. */
  constructor(name: 'receive-worker' | 'write-worker' | 'read-worker' | 'forward-worker', workerData: unknown) {
    const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
    this.#worker = new Worker(new URL(`./${name}${extension}`, import.meta.url), {
      workerData,
      name: `syslog ${name}`,
    });
    this.#worker.on('message', (message: Received) => this.#messages.fire(message));
    this.ended = new Promise((resolve) => {
      let failure: BrambleError | null = null;
      this.#worker.on('error', (error) => {
        const reason = error instanceof Error ? error.message : String(error);
        failure = new BrambleError('internal', `The syslog ${name} ended: ${reason}`, { cause: error });
      });
      this.#worker.on('exit', () => resolve(failure));
    });
  }

  post(message: Sent): void {
    this.#worker.postMessage(message);
  }

  /** The first message for which `pick` gives something; rejects when the thread ends before. */
  async next<T>(pick: (message: Received) => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const subscription = this.onMessage((message) => {
        const picked = pick(message);
        if (picked === undefined) return;
        subscription.dispose();
        resolve(picked);
      });
      void this.ended.then((failure) => {
        subscription.dispose();
        reject(failure ?? new BrambleError('internal', 'A syslog worker ended before it answered.'));
      });
    });
  }

  /** Ends the thread where it stands. */
  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }
}
