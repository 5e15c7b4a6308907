/** One connection to a board: its session, and what is to be told of it. */
import { type Clock, type Disposable, DisposableStore } from '../../app/base/index.ts';
import { BoardSession, type Transport } from '../../app/board/index.ts';

export interface ConnectedBoardOptions {
  transport: Transport;
  clock: Clock;
  /** The board waits until the promise resolves. */
  onOutput: (bytes: Uint8Array) => Promise<void>;
  onChange: () => void;
  /** The board restarts and is expected back at the same address. */
  onReset: () => void;
}

export class ConnectedBoard implements Disposable {
  readonly session: BoardSession;
  /** Resolves when the board is at its prompt, rejects with why it is not. */
  readonly connected: Promise<void>;
  readonly #lifetime = new DisposableStore();

  constructor({ transport, clock, onOutput, onChange, onReset }: ConnectedBoardOptions) {
    this.session = this.#lifetime.add(new BoardSession({ transport, clock }));
    this.#lifetime.add(this.session.onDidChangeState(onChange));
    this.#lifetime.add(this.session.onOutput(onOutput));
    // Subscribed after the session, so that its state is `lost` already.
    this.#lifetime.add(transport.onClose(({ reason }) => reason === 'reset' && onReset()));
    this.connected = this.session.connect();
  }

  /** Whether operations may be asked of it. */
  get isOpen(): boolean {
    const { kind } = this.session.state;
    return kind !== 'disconnected' && kind !== 'lost';
  }

  dispose(): void {
    this.#lifetime.dispose();
  }
}
