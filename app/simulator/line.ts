/** A simulated board's end of the USB cable. What stands at the other end (a transport, a TCP client, a pseudo-terminal) it does not know. */
import type { Disposable, Event } from '../base/index.ts';

export interface BoardLine extends Disposable {
  /** Bytes to the board; resolves when the board's receive ring took them, however long that takes. */
  write(bytes: Uint8Array): Promise<void>;
  /**
   * Bytes from the board. A listener that cannot keep up returns a promise: the board's next output waits for it, as
   * USB makes a board wait.
   */
  readonly onData: (listener: (bytes: Uint8Array) => void | Promise<void>) => Disposable;
  /** The board dropped the line: it restarts (`reset`), or was switched off or crashed (`lost`). */
  readonly onClose: Event<{ reason: 'lost' | 'reset'; message: string }>;
  /** Pulls the cable; the board goes on. */
  dispose(): void;
}
