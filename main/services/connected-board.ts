/** One connection to a board: its session, and what is to be told of it. */
import { type Clock, type Disposable, DisposableStore } from '../../app/base/index.ts';
import { type Approach, BoardSession, type Transport } from '../../app/board/index.ts';
import type { BoardSummary } from '../../app/contract/index.ts';

/** A board that was found: the line to it, what it is known by, and the way to find it again after it was away. */
export interface OpenedBoard {
  transport: Transport;
  address: string;
  findAgain: () => Promise<Transport>;
}

export interface ConnectedBoardOptions {
  board: OpenedBoard;
  clock: Clock;
  approach: Approach;
  rtcTime: NonNullable<ConstructorParameters<typeof BoardSession>[0]['rtcTime']>;
  /** The board waits until the promise resolves. */
  onOutput: (bytes: Uint8Array) => Promise<void>;
  onChange: () => void;
}

export class ConnectedBoard implements Disposable {
  readonly session: BoardSession;
  /** Resolves when the board is at its prompt or watched, rejects with why it is not. */
  readonly connected: Promise<void>;
  readonly #lifetime = new DisposableStore();
  #settled: BoardSummary['settled'];

  constructor({ board, clock, approach, rtcTime, onOutput, onChange }: ConnectedBoardOptions) {
    const { transport, findAgain } = board;
    this.session = this.#lifetime.add(new BoardSession({ transport, clock, findAgain, rtcTime }));
    this.#lifetime.add(this.session.onDidChangeState(onChange));
    this.#lifetime.add(this.session.onOutput(onOutput));
    this.#lifetime.add(
      this.session.leftovers.onDidSettle(({ message }) => {
        this.#settled = { atMs: clock.now(), message };
        onChange();
      }),
    );
    this.connected = this.session.connect({ approach });
  }

  /** The newest of what this connection found unfinished. */
  get settled(): BoardSummary['settled'] {
    return this.#settled;
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
