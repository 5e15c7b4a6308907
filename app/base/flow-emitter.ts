/** Events that a listener may slow down: byte streams where nothing is dropped and nothing grows without bound. */
import { type Disposable, toDisposable } from './disposable.ts';

/** Takes a value; a returned promise asks for no further value before it settles. It must not reject. */
export type FlowListener<T> = (value: T) => void | Promise<void>;

/** Subscribes `listener` until the returned Disposable ends. */
export type FlowEvent<T> = (listener: FlowListener<T>) => Disposable;

/** The offering side of a FlowEvent. Listeners run in the order of their subscription, synchronously. */
export class FlowEmitter<T> implements Disposable {
  #listeners = new Set<{ call: FlowListener<T> }>();

  readonly event: FlowEvent<T> = (call) => {
    const entry = { call };
    this.#listeners.add(entry);
    return toDisposable(() => this.#listeners.delete(entry));
  };

  /**
   * Calls every listener. Gives back a promise when one of them asks for time: the caller fires nothing more until it
   * resolved. A throwing listener keeps none of the others from being called.
   */
  fire(value: T): void | Promise<void> {
    const waits: Promise<void>[] = [];
    const failures: unknown[] = [];
    for (const { call } of [...this.#listeners]) {
      try {
        const wait = call(value);
        if (wait !== undefined) waits.push(wait);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
    if (waits.length > 0) return Promise.all(waits).then(() => undefined);
  }

  get hasListeners(): boolean {
    return this.#listeners.size > 0;
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
