/**
 * Joins a simulated board's line to a program outside: what one sends the other gets, and each waits while the other cannot
 * take more. How the program is connected (TCP, a pseudo-terminal) it does not know.
 */
import { type Disposable, DisposableStore } from '../../../app/base/index.ts';
import type { BoardLine } from '../../../app/simulator/index.ts';

/** Plugs a cable into the board; a board that is off is switched on. */
export type OpenLine = () => BoardLine | Promise<BoardLine>;

export interface Outside {
  /** Sends to the program; resolves when it can take more, and also when it is gone. */
  send(bytes: Uint8Array): Promise<void>;
  /** The board dropped the line. */
  onLineClosed(closed: { reason: 'lost' | 'reset'; message: string }): void;
}

export class LineBridge implements Disposable {
  readonly #openLine: OpenLine;
  readonly #outside: Outside;
  readonly #line: Promise<BoardLine>;
  readonly #subscriptions = new DisposableStore();

  constructor(openLine: OpenLine, outside: Outside) {
    this.#openLine = openLine;
    this.#outside = outside;
    this.#line = this.#attach();
    // A line that cannot be opened ends the bridge as a lost one; receive() must not report it a second time.
    this.#line.catch((error: unknown) => {
      if (this.#subscriptions.isDisposed) return;
      outside.onLineClosed({ reason: 'lost', message: error instanceof Error ? error.message : String(error) });
    });
  }

  /** Passes bytes to the board; resolves when it took them, or cannot any more. */
  async receive(bytes: Uint8Array): Promise<void> {
    try {
      const line = await this.#line;
      if (!this.#subscriptions.isDisposed) await line.write(bytes);
    } catch {
      // The line ended; onLineClosed tells of it.
    }
  }

  /** Pulls the cable; the board goes on. */
  dispose(): void {
    this.#subscriptions.dispose();
  }

  async #attach(): Promise<BoardLine> {
    const line = await this.#openLine();
    this.#subscriptions.add(line);
    if (this.#subscriptions.isDisposed) return line;
    this.#subscriptions.add(line.onClose((closed) => this.#outside.onLineClosed(closed)));
    this.#subscriptions.add(line.onData((bytes) => this.#outside.send(bytes)));
    return line;
  }
}
