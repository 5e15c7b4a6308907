/** A BoardLine whose board sends back what it gets: what stands in for a board where only the way to it is tested. */
import { Emitter } from '../app/base/index.ts';
import type { BoardLine } from '../app/simulator/index.ts';

export class LoopbackLine implements BoardLine {
  readonly #closed = new Emitter<{ reason: 'lost' | 'reset'; message: string }>();
  #listeners = new Set<(bytes: Uint8Array) => void | Promise<void>>();
  readonly received: Uint8Array[] = [];
  disposed = false;
  readonly onClose = this.#closed.event;

  onData = (listener: (bytes: Uint8Array) => void | Promise<void>) => {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  };

  async write(bytes: Uint8Array): Promise<void> {
    this.received.push(Uint8Array.from(bytes));
    await this.print(bytes);
  }

  /** The board sends; resolves when every listener can take more. */
  async print(bytes: Uint8Array): Promise<void> {
    await Promise.all([...this.#listeners].map((listener) => listener(bytes)));
  }

  /** The board drops the line. */
  drop(reason: 'lost' | 'reset', message: string): void {
    this.#closed.fire({ reason, message });
  }

  dispose(): void {
    this.disposed = true;
    this.#listeners.clear();
  }
}
