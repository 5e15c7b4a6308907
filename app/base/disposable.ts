/** Lifetimes: whatever opens, subscribes or schedules returns a Disposable; its creator registers it at once. */

export interface Disposable {
  /** Ends the lifetime. A second call does nothing. */
  dispose(): void;
}

/** Makes a Disposable of a function that is called at most once. */
export function toDisposable(end: () => void): Disposable {
  let ended = false;
  return {
    dispose() {
      if (ended) return;
      ended = true;
      end();
    },
  };
}

/**
 * Owns other disposables and ends them in reverse order. What is added after the store ended is ended at once, so that a
 * late callback cannot leak.
 */
export class DisposableStore implements Disposable {
  #owned: Disposable[] = [];
  #disposed = false;

  get isDisposed(): boolean {
    return this.#disposed;
  }

  /** Registers `item` and returns it. */
  add<T extends Disposable>(item: T): T {
    if (this.#disposed) item.dispose();
    else this.#owned.push(item);
    return item;
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    for (const item of this.#owned.reverse()) item.dispose();
    this.#owned = [];
  }
}
