/** A worker of the log as its owner sees it: typed messages, and an end that is either asked for or a failure. */
import { Worker } from 'node:worker_threads';
import { BrambleError, Emitter } from '../../app/base/index.ts';

/**
 * MB for what is short-lived in a worker's heap. V8's own 192 are filled before the first is given back: at 60,000 messages/s the process
 * took 365 MB with them, and 230 with these, for the same processor time.
 */
const youngMegabytes = 12;

const workerNames = {
  receive: 'receive-worker',
  store: 'write-worker',
  read: 'read-worker',
  forward: 'forward-worker',
} as const;

export class WorkerThread<Sent, Received> {
  readonly #worker: Worker;
  readonly #messages = new Emitter<Received>();
  readonly onMessage = this.#messages.event;
  /** Settles when the thread has ended: null, or the error that ended it. */
  readonly ended: Promise<BrambleError | null>;

  /** `room` is the folder with the entry file, which is `.ts` in a checkout and `.js` when built. */
  constructor(room: 'receive' | 'store' | 'read' | 'forward', workerData: unknown) {
    const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
    const name = workerNames[room];
    this.#worker = new Worker(new URL(`./${room}/${name}${extension}`, import.meta.url), {
      workerData,
      name: `syslog ${name}`,
      resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes },
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
