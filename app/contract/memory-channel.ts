/** Two channel ends in one process, for tests and for a client that lives beside its host. */
import { Emitter } from '../base/index.ts';
import type { Channel } from './channel.ts';

/**
 * Makes a connected pair. `copy` is applied to each message, so that the ends share no objects, as over a wire (hosts of
 * tests pass `structuredClone`).
 */
export function memoryChannelPair(copy: (message: unknown) => unknown): [Channel, Channel] {
  const first = new MemoryChannel(copy);
  const second = new MemoryChannel(copy);
  first.connect(second);
  second.connect(first);
  return [first, second];
}

class MemoryChannel implements Channel {
  readonly #copy: (message: unknown) => unknown;
  readonly #messages = new Emitter<unknown>();
  readonly #closed = new Emitter<void>();
  #peer: MemoryChannel | null = null;
  readonly onMessage = this.#messages.event;
  readonly onClose = this.#closed.event;
  readonly bufferedBytes = 0;

  constructor(copy: (message: unknown) => unknown) {
    this.#copy = copy;
  }

  connect(peer: MemoryChannel): void {
    this.#peer = peer;
  }

  send(message: unknown): void {
    const peer = this.#peer;
    if (peer === null) return;
    const copied = this.#copy(message);
    queueMicrotask(() => peer.#messages.fire(copied));
  }

  dispose(): void {
    const peer = this.#peer;
    if (peer === null) return;
    this.#end();
    queueMicrotask(() => peer.#lose());
  }

  #lose(): void {
    if (this.#peer === null) return;
    this.#end();
    this.#closed.fire();
    this.#closed.dispose();
  }

  #end(): void {
    this.#peer = null;
    this.#messages.dispose();
  }
}
