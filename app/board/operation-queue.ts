/** One operation at a time, in the order asked for. It knows nothing of boards. */
import { cancelled } from './failures.ts';

export class OperationQueue {
  #waiting: (() => void)[] = [];
  #busy = false;

  /** Whether something waits for its turn. */
  get isAwaited(): boolean {
    return this.#waiting.length > 0;
  }

  /** Runs `body` when every operation before it has settled. An abort before its turn rejects with `cancelled`. */
  async run<T>(body: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.#turn(signal);
    try {
      return await body();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#busy = false;
      else next();
    }
  }

  #turn(signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted === true) return Promise.reject(cancelled());
    if (!this.#busy) {
      this.#busy = true;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const start = () => {
        signal?.removeEventListener('abort', give);
        resolve();
      };
      const give = () => {
        this.#waiting = this.#waiting.filter((other) => other !== start);
        reject(cancelled());
      };
      this.#waiting.push(start);
      signal?.addEventListener('abort', give, { once: true });
    });
  }
}
