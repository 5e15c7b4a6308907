/** The watchdog: once started MicroPython cannot stop it, and it calls for a reset when it is not fed in time. */
import type { Clock, Disposable } from '../base/index.ts';

export interface WatchdogOptions {
  clock: Clock;
  /** The whole board is to restart. */
  onStarved: () => void;
}

export class Watchdog implements Disposable {
  readonly #options: WatchdogOptions;
  #timeoutMs: number | null = null;
  #deadline: Disposable | null = null;

  constructor(options: WatchdogOptions) {
    this.#options = options;
  }

  /** Starts it, or starts it anew with another time. */
  start(timeoutMs: number): void {
    this.#timeoutMs = timeoutMs;
    this.feed();
  }

  /** Feeds it; one that was never started does not mind. */
  feed(): void {
    this.#deadline?.dispose();
    this.#deadline = null;
    if (this.#timeoutMs === null) return;
    const { clock, onStarved } = this.#options;
    this.#deadline = clock.schedule(() => {
      this.reset();
      onStarved();
    }, this.#timeoutMs);
  }

  get isRunning(): boolean {
    return this.#timeoutMs !== null;
  }

  /** As after power-on: not running. A soft reset does not do this; only the ENABLE bit of its register stops it. */
  reset(): void {
    this.#deadline?.dispose();
    this.#deadline = null;
    this.#timeoutMs = null;
  }

  dispose(): void {
    this.reset();
  }
}
