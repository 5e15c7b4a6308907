/** What the transports share: their events, and the states of a line that is opened once and ends once. */
import { BrambleError, Emitter, FlowEmitter } from '../../app/base/index.ts';
import type { TransportClosed } from '../../app/board/index.ts';

export class TransportEvents {
  readonly #data = new FlowEmitter<Uint8Array>();
  readonly #close = new Emitter<TransportClosed>();
  readonly onData = this.#data.event;
  readonly onClose = this.#close.event;
  #state: 'new' | 'opening' | 'open' | 'ended' = 'new';

  get ended(): boolean {
    return this.#state === 'ended';
  }

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  /** Throws when the transport was opened before: a new one is to be made. */
  begin(): void {
    if (this.#state !== 'new') throw new Error('A transport is opened once: make a new one.');
    this.#state = 'opening';
  }

  /** False when it was disposed while it opened. */
  opened(): boolean {
    if (this.#state !== 'opening') return false;
    this.#state = 'open';
    return true;
  }

  data(bytes: Uint8Array): void | Promise<void> {
    if (this.#state === 'open') return this.#data.fire(bytes);
  }

  /** The line ended by itself. */
  closed(closed: TransportClosed): void {
    const tell = this.#state === 'open';
    this.#state = 'ended';
    if (tell) this.#close.fire(closed);
    this.#data.dispose();
    this.#close.dispose();
  }

  /** Whether there is something to end. */
  end(): boolean {
    if (this.#state === 'ended') return false;
    this.#state = 'ended';
    this.#data.dispose();
    this.#close.dispose();
    return true;
  }
}

/** For a write on a line that has ended, or was never opened. */
export function lineEnded(address: string): BrambleError {
  return new BrambleError('connection-lost', `The line to ${address} is closed. Connect again.`);
}
