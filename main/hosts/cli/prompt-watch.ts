/**
 * Tells when the friendly REPL has answered everything that was typed: its prompt is the last thing it said, and nothing
 * followed for a moment. A guess by its nature, good enough to end a pipe's conversation; nothing else relies on it.
 */
import type { Clock, Disposable } from '../../../app/base/index.ts';

/** Longer than the board's silences between taking a line and echoing it. */
const quietMs = 250;
const prompt = '\n>>> ';

export class PromptWatch {
  readonly #clock: Clock;
  #tail = '';
  #timer: Disposable | undefined;
  #settled: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What the board said. */
  push(bytes: Uint8Array): void {
    const text = String.fromCharCode(...bytes.subarray(-prompt.length));
    this.#tail = (this.#tail + text).slice(-prompt.length);
    this.#wait();
  }

  /** Resolves at the prompt, or when `signal` aborts. */
  atPrompt(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#settled = () => {
        this.#timer?.dispose();
        this.#settled = undefined;
        resolve();
      };
      if (signal.aborted) this.#settled();
      else signal.addEventListener('abort', () => this.#settled?.(), { once: true });
      this.#wait();
    });
  }

  #wait(): void {
    this.#timer?.dispose();
    if (this.#settled !== undefined && this.#tail === prompt)
      this.#timer = this.#clock.schedule(this.#settled, quietMs);
  }
}
