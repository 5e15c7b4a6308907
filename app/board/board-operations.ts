/**
 * Brings a board to its raw prompt for one operation at a time, and back to the friendly prompt whatever happens; keeps the
 * state that says where the board is. A board that cannot be brought back is given up. It does not know what the operations do.
 */
import { BrambleError, type Clock, type Disposable, DisposableStore, Emitter, type Event } from '../base/index.ts';
import {
  AttentionError,
  cancelled,
  connectionLost,
  doesNotStop,
  lostRemedy,
  notConnected,
  replugRemedy,
} from './failures.ts';
import { OperationQueue } from './operation-queue.ts';
import { RawBoard } from './raw-board.ts';
import type { ReplEvent } from './raw-repl/state.ts';
import { ReplLink } from './repl-link.ts';
import { type Approach, type Rung, rungWords } from './rescue/rungs.ts';
import { ShellOutput } from './shell-output.ts';
import type { BoardState } from './state.ts';
import type { Transport, TransportClosed } from './transport.ts';

export interface SessionTimeouts {
  /** From Ctrl-C and Ctrl-A to the raw prompt, for a board that is busy or prints. */
  enterMs: number;
  /** How long Ctrl-C is sent to a program that goes on. */
  stopMs: number;
  /** How long boot.py may run when a program is to start on a fresh interpreter. */
  bootMs: number;
}

export interface OperationOptions {
  /** Cancels: what runs is interrupted, the board goes back to its prompt, the promise rejects with `cancelled`. */
  signal?: AbortSignal;
  /** For the operation itself, not its wait in the queue; past it, it is interrupted and rejects with `not-responding`. */
  timeoutMs?: number;
}

export interface OperationDescription extends OperationOptions {
  /** What the state shows. */
  what: string;
  /** A user's program, or something behind the scenes. */
  kind: 'program' | 'internal';
  /** Whether it interrupts what runs at the friendly REPL (main.py, a line of the shell), or waits for its end. */
  preempts: boolean;
}

/** The operation under way. */
export interface CurrentOperation {
  raw: RawBoard;
  kind: OperationDescription['kind'];
  /** Whether the user asked to stop it. */
  stopped: boolean;
  ended: Promise<void>;
}

const friendlyPrograms: readonly string[] = ['main', 'executing', 'interrupting', 'watching'];

export class BoardOperations implements Disposable {
  readonly address: string;
  readonly shell = new ShellOutput();
  readonly timeouts: SessionTimeouts;
  readonly #clock: Clock;
  readonly #queue = new OperationQueue();
  readonly #owned = new DisposableStore();
  readonly #didChangeState = new Emitter<BoardState>();
  readonly onDidChangeState: Event<BoardState> = this.#didChangeState.event;
  /** Fires when a wait for the friendly prompt is over: null, or why it will not come. */
  readonly #didSettle = new Emitter<BrambleError | null>();
  readonly #didLoseLine = new Emitter<TransportClosed>();
  /** The line ended by itself; the state is `lost`. */
  readonly onDidLoseLine = this.#didLoseLine.event;
  #link: ReplLink;
  /** Whether the board was connected before. */
  #again = false;
  #state: BoardState = { kind: 'disconnected' };
  #firmware: string | null = null;
  #current: CurrentOperation | null = null;
  /** How many ask that the board stays at its raw prompt between operations. */
  #holds = 0;

  constructor(options: { transport: Transport; clock: Clock; timeouts: SessionTimeouts }) {
    const { transport, clock, timeouts } = options;
    this.address = transport.address;
    this.timeouts = timeouts;
    this.#clock = clock;
    this.#link = this.#join(transport);
    this.#owned.add(this.shell);
    this.#owned.add(this.#didChangeState);
    this.#owned.add(this.#didSettle);
    this.#owned.add(this.#didLoseLine);
  }

  get link(): ReplLink {
    return this.#link;
  }

  /** Another line to the same board, after the last one ended. */
  plug(transport: Transport): void {
    this.#link.dispose();
    this.#link = this.#join(transport);
  }

  /** Says what is done to connect; `again`: the board was connected before. */
  setConnecting(step: string, again = this.#again): void {
    this.#again = again;
    this.setState({ kind: 'connecting', step, ...(again ? { again } : {}) });
  }

  get state(): BoardState {
    return this.#state;
  }

  get firmware(): string | null {
    return this.#firmware;
  }

  get current(): CurrentOperation | null {
    return this.#current;
  }

  /** Throws `connection-lost` unless there is a line to the board. */
  requireLine(): void {
    if (this.#hasLine()) return;
    if (this.#state.kind !== 'lost') throw notConnected(this.address);
    throw new BrambleError('connection-lost', `${this.#state.reason} ${this.#state.remedy}`);
  }

  setState(state: BoardState): void {
    // Each line that is typed into the shell ends at the prompt again.
    if (state.kind === 'ready' && this.#state.kind === 'ready') return;
    this.#state = state;
    this.#didChangeState.fire(state);
  }

  /** Gives the board up. */
  lose(reason: string, remedy: string, error: BrambleError): void {
    if (this.#state.kind === 'lost') return;
    this.setState({ kind: 'lost', reason, remedy });
    this.link.dispose();
    this.#didSettle.fire(error);
  }

  /** To the raw prompt, or to a program that is watched; says which. */
  async enter(timeoutMs: number, approach: Approach = 'interrupt'): Promise<'raw' | 'watching'> {
    const event = await this.link.perform<'enter'>({ kind: 'enter', timeoutMs, approach });
    return event.kind === 'watching' ? 'watching' : 'raw';
  }

  async leave(): Promise<void> {
    const { banner } = await this.link.perform<'leave'>({ kind: 'leave' });
    this.#firmware = banner ?? this.#firmware;
  }

  /** In its turn, and on a connected line. */
  inTurn<T>(body: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.#queue.run(body, signal);
  }

  /** Whether the raw prompt is kept for the operation that comes next. */
  get holds(): boolean {
    return this.#holds > 0;
  }

  /**
   * Until `work` has ended, an operation behind the scenes that succeeds leaves the board at its raw prompt for the next one; then the
   * friendly prompt, whatever happened.
   */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    this.#holds += 1;
    try {
      return await work();
    } finally {
      this.#holds -= 1;
      // A lost board is not waited for, and what is still under way brings the board back by itself. So does what comes next, be it a
      // program that runs for hours; the release behind it is for the case that it gives up its turn.
      if (this.#isLeftRaw()) {
        const isOthersTurn = this.#queue.isAwaited;
        const released = this.inTurn(() => this.#release());
        if (!isOthersTurn) await released;
      }
    }
  }

  /**
   * One operation: raw prompt, `body`, friendly prompt whatever happened unless the raw one is held, and after success `afterwards`,
   * at the friendly prompt.
   */
  async operate<T>(
    description: OperationDescription,
    body: (raw: RawBoard, current: CurrentOperation) => Promise<T>,
    afterwards?: () => Promise<unknown>,
  ): Promise<T> {
    const turn = async (): Promise<{ result: T } | null> => {
      this.requireLine();
      if (!description.preempts && this.#somethingRuns()) return null;
      return { result: await this.#perform(description, body, afterwards) };
    };
    for (;;) {
      // Not in the queue: what preempts main.py must not wait behind what waits for it.
      if (!description.preempts) await this.prompt(description.signal);
      const done = await this.#queue.run(turn, description.signal);
      if (done !== null) return done.result;
    }
  }

  /** Lends the board, which is at its raw prompt while it is being connected; its state stays, and it is not brought back. */
  async borrow<T>(what: string, body: (raw: RawBoard) => Promise<T>): Promise<T> {
    const { raw, current, end } = this.#begin({ what, kind: 'internal', preempts: false }, () => {});
    try {
      return await body(raw);
    } finally {
      if (this.#current === current) this.#current = null;
      raw.dispose();
      end();
    }
  }

  /** Resolves when nothing runs at the friendly REPL: no main.py, no line of the shell. */
  async prompt(signal?: AbortSignal): Promise<void> {
    if (this.#somethingRuns()) await this.nextPrompt(signal);
  }

  /** Resolves when the friendly prompt comes back; rejects when it will not. */
  nextPrompt(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = () => settle(cancelled());
      const settle = (error: BrambleError | null) => {
        subscription.dispose();
        signal?.removeEventListener('abort', abort);
        if (error === null) resolve();
        else reject(error);
      };
      const subscription = this.#didSettle.event(settle);
      if (signal?.aborted === true) abort();
      else signal?.addEventListener('abort', abort, { once: true });
    });
  }

  dispose(): void {
    if (this.#state.kind !== 'lost') this.setState({ kind: 'disconnected' });
    this.link.dispose();
    this.#didSettle.fire(notConnected(this.address));
    this.#owned.dispose();
  }

  async #perform<T>(
    description: OperationDescription,
    body: (raw: RawBoard, current: CurrentOperation) => Promise<T>,
    afterwards: (() => Promise<unknown>) | undefined,
  ): Promise<T> {
    const { raw, current, end } = this.#begin(description);
    let stays = false;
    try {
      let result: T;
      try {
        await this.enter(this.timeouts.enterMs);
        raw.throwIfEnding();
        result = await body(raw, current);
        stays = this.holds && description.kind === 'internal' && afterwards === undefined && this.link.mode === 'raw';
      } catch (error) {
        // The whole ladder was tried: once is enough.
        if (error instanceof AttentionError) this.lose(error.diagnosis.reason, error.diagnosis.remedy, error);
        throw error;
      } finally {
        if (!stays) await this.#settle();
      }
      // No turn of the event loop between deciding that the raw prompt stays and saying so: who held it looks there.
      if (afterwards !== undefined) await afterwards();
      return result;
    } finally {
      this.#current = null;
      raw.dispose();
      if ((stays || this.link.mode === 'friendly') && this.#hasLine()) {
        this.setState({ kind: 'ready' });
        this.#didSettle.fire(null);
      }
      end();
    }
  }

  #begin(
    { what, kind, signal, timeoutMs }: OperationDescription,
    tell: (state: BoardState) => void = (state) => this.setState(state),
  ) {
    const raw = new RawBoard({
      link: this.link,
      clock: this.#clock,
      what,
      stopTimeoutMs: this.timeouts.stopMs,
      onProgress: (doneBytes, totalBytes) => tell({ kind: 'busy', what, doneBytes, totalBytes }),
      onBackground: (bytes) => this.shell.show(bytes),
      ...(signal === undefined ? {} : { signal }),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    });
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const current: CurrentOperation = { raw, kind, stopped: false, ended };
    this.#current = current;
    tell(kind === 'program' ? { kind: 'running', what } : { kind: 'busy', what, doneBytes: 0, totalBytes: 0 });
    return { raw, current, end };
  }

  /** At the raw prompt, where no operation is to follow. */
  #isLeftRaw(): boolean {
    return !this.holds && this.#state.kind === 'ready' && this.link.mode === 'raw';
  }

  async #release(): Promise<void> {
    if (this.#isLeftRaw()) await this.#settle();
  }

  /** From wherever an operation left the board to the friendly prompt. */
  async #settle(): Promise<void> {
    if (!this.#hasLine()) return;
    try {
      this.link.abandon();
      await this.enter(this.timeouts.enterMs);
      await this.leave();
      await this.shell.showPrompt();
    } catch (error) {
      const failure =
        error instanceof BrambleError ? error : new BrambleError('internal', String(error), { cause: error });
      if (!this.#hasLine()) return;
      if (failure instanceof AttentionError) this.lose(failure.diagnosis.reason, failure.diagnosis.remedy, failure);
      else this.lose('The board does not come back to its prompt.', replugRemedy, failure);
    }
  }

  #handle(event: ReplEvent): void | Promise<void> {
    switch (event.kind) {
      case 'friendly':
        return this.shell.show(event.bytes);
      case 'noise':
        return this.shell.show(event.bytes);
      case 'rung':
        this.#tellRung(event.rung);
        return;
      case 'restarted':
        this.setState({ kind: 'running', what: 'main.py' });
        return;
      case 'watching':
        this.setState({ kind: 'running', what: event.silent ? 'something that prints nothing' : 'a program' });
        return;
      case 'executing':
        if (this.#current === null) this.setState({ kind: 'running', what: 'the shell' });
        return;
      case 'prompt':
        if (this.#current === null) this.setState({ kind: 'ready' });
        this.#didSettle.fire(null);
        return;
      case 'interrupt-failed':
        if (this.#current === null) this.#didSettle.fire(doesNotStop('The program', this.timeouts.stopMs));
    }
    return this.#current?.raw.handle(event);
  }

  /** An operation that begins with a stubborn board shows it; the usual first rung is not worth a word. */
  #tellRung(rung: Rung): void {
    const state = this.#state;
    if (state.kind === 'connecting') this.setConnecting(rungWords[rung]);
    else if (rung === 'interrupting') return;
    else if (state.kind === 'busy') this.setState({ ...state, what: rungWords[rung] });
    else if (state.kind === 'running') this.setState({ ...state, what: `${state.what} (${rungWords[rung]})` });
  }

  #join(transport: Transport): ReplLink {
    const link = new ReplLink({ transport, clock: this.#clock, onEvent: (event) => this.#handle(event) });
    link.onDidClose((closed) => {
      if (this.#link !== link) return;
      this.lose(closed.message, lostRemedy(closed), connectionLost(closed));
      this.#didLoseLine.fire(closed);
    });
    return link;
  }

  /** main.py after a soft reset, what the user typed into the shell, or what ran before anyone came. */
  #somethingRuns(): boolean {
    return friendlyPrograms.includes(this.link.mode);
  }

  #hasLine(): boolean {
    return this.#state.kind !== 'disconnected' && this.#state.kind !== 'lost';
  }
}
