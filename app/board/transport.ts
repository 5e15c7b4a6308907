/** A line to a board. It moves bytes and tells when the line ends; it knows nothing of MicroPython. */
import type { Disposable, Event, FlowEvent } from '../base/index.ts';

export interface Transport extends Disposable {
  /** The board's address, as `address.ts` writes it. */
  readonly address: string;
  /**
   * Opens the line. Rejects with a BrambleError `no-board`, `port-busy` or `port-forbidden`. A transport is opened once;
   * after it closed, a new one is made.
   */
  open(): Promise<void>;
  /**
   * Sends bytes in order; resolves when the line took them (back-pressure). Rejects with `connection-lost` when the line
   * ended, and with `not-responding` when the board does not take them within the transport's write timeout.
   */
  write(bytes: Uint8Array): Promise<void>;
  /**
   * Bytes from the board, as they come; chunk boundaries mean nothing. A listener that returns a promise gets nothing more
   * until it resolved: the transport stops reading meanwhile, so that the board waits.
   */
  readonly onData: FlowEvent<Uint8Array>;
  /** Fires once when the line ends, for whatever reason but `dispose()`; carries what is known of it. */
  readonly onClose: Event<TransportClosed>;
  /** Closes the line. Fires nothing. */
  dispose(): void;
}

export interface TransportClosed {
  /**
   * `lost`: the line broke. `reset`: the board dropped the line to restart and is expected back. `busy`: whoever offers the board gave it
   * to another program.
   */
  reason: 'lost' | 'reset' | 'busy';
  /** A sentence for a person. */
  message: string;
  /** The board will not come back by itself, such as a simulated one that crashed. */
  final?: true;
}
