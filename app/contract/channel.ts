/** The seam between a client and a host: messages, in order, both ways. Electron's MessagePort, a WebSocket, a pair in tests. */
import type { Disposable, Event } from '../base/index.ts';

export interface Channel extends Disposable {
  /** Sends one message: plain data, with Uint8Array kept as such. Dropped without error when the channel has closed. */
  send(message: unknown): void;
  readonly onMessage: Event<unknown>;
  /** Fires once when the other side is gone. */
  readonly onClose: Event<void>;
  /** How many bytes wait to be sent, where the host can tell; 0 elsewhere. */
  readonly bufferedBytes: number;
}
