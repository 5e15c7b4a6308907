/** Typed events, named `onDidX` where they are offered. */
import { type Disposable, toDisposable } from './disposable.ts';

/** Subscribes `listener` until the returned Disposable ends. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/** The offering side of an Event. Listeners run in the order of their subscription, synchronously. */
export class Emitter<T> implements Disposable {
  #listeners = new Set<{ call: (value: T) => void }>();

  readonly event: Event<T> = (call) => {
    const entry = { call };
    this.#listeners.add(entry);
    return toDisposable(() => this.#listeners.delete(entry));
  };

  /** Calls every listener subscribed at this moment. A throwing listener keeps none of the others from being called. */
  fire(value: T): void {
    const failures: unknown[] = [];
    for (const { call } of [...this.#listeners]) {
      try {
        call(value);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  get hasListeners(): boolean {
    return this.#listeners.size > 0;
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
