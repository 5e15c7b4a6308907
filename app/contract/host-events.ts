/** Where services put their events and hosts take them, one receiver a client. It knows no Channel. */
import { type Disposable, toDisposable } from '../base/index.ts';
import type { HostEvents } from './services.ts';

export interface HostEventReceiver {
  /** Resolves when the receiver has room for more: at once for most events, later when its client is behind. */
  take<K extends keyof HostEvents>(name: K, payload: HostEvents[K]): Promise<void>;
}

export class HostEventHub {
  #receivers = new Set<HostEventReceiver>();

  /** The receiver gets what is pushed from now on, until the returned Disposable ends. */
  subscribe(receiver: HostEventReceiver): Disposable {
    this.#receivers.add(receiver);
    return toDisposable(() => this.#receivers.delete(receiver));
  }

  /** Whether any client is connected. */
  get hasReceivers(): boolean {
    return this.#receivers.size > 0;
  }

  /** Gives an event to every client. Resolves when all have room again, so that who awaits it slows down for the slowest. */
  async push<K extends keyof HostEvents>(name: K, payload: HostEvents[K]): Promise<void> {
    await Promise.all([...this.#receivers].map((receiver) => receiver.take(name, payload)));
  }
}
