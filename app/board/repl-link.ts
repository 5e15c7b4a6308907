/**
 * Joins a transport to the raw REPL's machine: feeds it bytes and time, sends what it wants sent, in order. It knows no
 * operations and no programs.
 */
import { BrambleError, type Clock, type Disposable, DisposableStore, Emitter, toDisposable } from '../base/index.ts';
import { concat } from './bytes.ts';
import { connectionLost, gaveUp, notConnected, protocolFailure } from './failures.ts';
import { control, initialReplState, type ReplEvent, type ReplMode } from './raw-repl/state.ts';
import { dueMs, step } from './raw-repl/step.ts';
import type { Approach } from './rescue/rungs.ts';
import type { Transport, TransportClosed } from './transport.ts';

/** A command and the event that ends it. */
export type LinkCommand =
  | { kind: 'enter'; timeoutMs: number; approach?: Approach }
  | { kind: 'execute'; source: Uint8Array }
  | { kind: 'soft-reset' }
  | { kind: 'leave' }
  | { kind: 'restart' };

const endings = {
  enter: ['entered', 'watching'],
  execute: ['ended'],
  'soft-reset': ['reset'],
  leave: ['left'],
  restart: ['restarted'],
} as const satisfies Record<LinkCommand['kind'], readonly ReplEvent['kind'][]>;

type EndOf<K extends LinkCommand['kind']> = Extract<ReplEvent, { kind: (typeof endings)[K][number] }>;

interface Pending {
  endings: readonly ReplEvent['kind'][];
  resolve: (event: ReplEvent) => void;
  reject: (error: unknown) => void;
}

interface Typed {
  bytes: Uint8Array;
  /** Only for a program's standard input: the prompt must never read it. */
  forProgram: boolean;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** A blocked board must not hold more than this much of a Ctrl-C's way: what is typed goes in small pieces. */
const typedPieceBytes = 64;
const typedLimitBytes = 64 * 1024;

export interface ReplLinkOptions {
  transport: Transport;
  clock: Clock;
  /** Every event of the machine, in order; a returned promise makes the board wait. */
  onEvent: (event: ReplEvent) => void | Promise<void>;
}

export class ReplLink implements Disposable {
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #onEvent: ReplLinkOptions['onEvent'];
  readonly #owned = new DisposableStore();
  readonly #didClose = new Emitter<TransportClosed>();
  readonly onDidClose = this.#didClose.event;
  #state = initialReplState;
  #pending: Pending | null = null;
  #timer: Disposable | null = null;
  #outgoing: Uint8Array[] = [];
  #typed: Typed[] = [];
  #pumping = false;
  #closed: BrambleError | null = null;
  #stdin = false;
  /** Time during which a slow listener made the board wait counts against no deadline. */
  #blockedMs = 0;
  #blockedSinceMs: number | null = null;
  #lastNowMs = 0;

  constructor({ transport, clock, onEvent }: ReplLinkOptions) {
    this.#transport = transport;
    this.#clock = clock;
    this.#onEvent = onEvent;
    this.#owned.add(transport);
    this.#owned.add(transport.onData((bytes) => this.#receive(bytes)));
    this.#owned.add(transport.onClose((closed) => this.#end(connectionLost(closed), closed)));
    this.#owned.add(toDisposable(() => this.#timer?.dispose()));
  }

  get mode(): ReplMode['kind'] {
    return this.#state.mode.kind;
  }

  /**
   * Whether a running program's standard input takes what is typed; for Bramble's own snippets it must not. What was typed for a
   * program and not sent is dropped when it closes.
   */
  set stdin(open: boolean) {
    if (this.#stdin && !open) this.#dropTyped((typed) => typed.forProgram);
    this.#stdin = open;
    this.#pump();
  }

  open(): Promise<void> {
    return this.#transport.open();
  }

  /** Gives the machine a command; resolves with the event that ends it, after every output before it was taken. */
  perform<K extends LinkCommand['kind']>(command: Extract<LinkCommand, { kind: K }>): Promise<EndOf<K>>;
  perform(command: LinkCommand): Promise<ReplEvent> {
    if (this.#closed !== null) return Promise.reject(this.#closed);
    if (this.#pending !== null) return Promise.reject(new Error(`"${command.kind}" while another command is pending.`));
    return new Promise((resolve, reject) => {
      this.#pending = { endings: endings[command.kind], resolve, reject };
      try {
        void this.#step({ ...command, nowMs: this.#nowMs() });
      } catch (error) {
        this.#reject(error);
      }
    });
  }

  /** Forgets the command that is pending: its operation is over, and `enter` is to find the board again. */
  abandon(): void {
    this.#reject(new Error('The command was abandoned.'));
  }

  /** Ctrl-C until what runs has ended; `interrupt-failed` is an event. What was typed ahead is dropped, as terminals do. */
  interrupt(timeoutMs: number): void {
    if (this.#closed !== null) return;
    this.#dropTyped();
    void this.#step({ kind: 'interrupt', nowMs: this.#nowMs(), timeoutMs });
  }

  /**
   * Sends keystrokes to the friendly REPL or to a program that may read them, waiting until there is one. Ctrl-C drops
   * what was typed before it. With `forProgram` they wait for a program's standard input, and no prompt reads them.
   */
  type(bytes: Uint8Array, { forProgram = false } = {}): Promise<void> {
    if (this.#closed !== null) return Promise.reject(this.#closed);
    const interruptAt = bytes.lastIndexOf(control.interrupt);
    if (interruptAt !== -1) this.#dropTyped();
    const waiting = this.#typed.reduce((sum, typed) => sum + typed.bytes.length, bytes.length);
    if (waiting > typedLimitBytes) {
      const message = 'The board does not read what is typed. Stop its program, or wait until it asks for input.';
      return Promise.reject(new BrambleError('not-responding', message));
    }
    return new Promise((resolve, reject) => {
      this.#typed.push({ bytes: bytes.slice(Math.max(0, interruptAt)), forProgram, resolve, reject });
      this.#pump();
    });
  }

  /**
   * Sends a running program what it asked for, ahead of what is typed. Ignored when no program runs or it is being interrupted:
   * after Ctrl-C, only the prompt would read it.
   */
  feed(bytes: Uint8Array): void {
    const { mode } = this.#state;
    if (this.#closed !== null || mode.kind !== 'running' || mode.section !== 'output' || mode.interrupt !== null)
      return;
    this.#outgoing.push(bytes);
    this.#pump();
  }

  /** Closes the line. A raw prompt is left first, as far as the line takes it without waiting: people may type there next. */
  dispose(): void {
    if (this.#closed === null && this.mode === 'raw') {
      const leaving = Uint8Array.of(control.interrupt, control.friendlyMode);
      this.#transport.write(leaving).catch(() => {});
    }
    this.#end(notConnected(this.#transport.address), null);
  }

  #receive(bytes: Uint8Array): void | Promise<void> {
    if (this.#closed === null) return this.#step({ kind: 'bytes', bytes, nowMs: this.#nowMs() });
  }

  #step(input: Parameters<typeof step>[1]): void | Promise<void> {
    const { state, writes, events } = step(this.#state, input);
    this.#state = state;
    this.#outgoing.push(...writes);
    const wait = this.#announce(events);
    this.#pump();
    this.#schedule();
    return wait;
  }

  /** Tells the events; a promise when a listener asks for time, during which the clock of the deadlines stands still. */
  #announce(events: readonly ReplEvent[]): void | Promise<void> {
    const waits: Promise<void>[] = [];
    for (const event of events) {
      const wait = this.#onEvent(event);
      if (wait !== undefined) waits.push(wait);
      if (event.kind === 'failed') this.#reject(protocolFailure(this.#transport.address, event));
      else if (event.kind === 'gave-up') this.#reject(gaveUp(this.#transport.address, event.evidence));
      else if (this.#pending?.endings.includes(event.kind) === true) this.#resolve(event, [...waits]);
    }
    if (waits.length === 0) return;
    this.#blockedSinceMs ??= this.#clock.now();
    return Promise.all(waits).then(
      () => this.#unblock(),
      (error: unknown) => {
        this.#unblock();
        throw error;
      },
    );
  }

  #unblock(): void {
    if (this.#blockedSinceMs !== null) this.#blockedMs += Math.max(0, this.#clock.now() - this.#blockedSinceMs);
    this.#blockedSinceMs = null;
    this.#schedule();
  }

  #resolve(event: ReplEvent, waits: readonly Promise<void>[]): void {
    const pending = this.#pending;
    this.#pending = null;
    if (waits.length === 0) {
      pending?.resolve(event);
      return;
    }
    void Promise.all(waits).then(
      () => pending?.resolve(event),
      (error: unknown) => pending?.reject(error),
    );
  }

  #reject(error: unknown): void {
    const pending = this.#pending;
    this.#pending = null;
    pending?.reject(error);
  }

  #nowMs(): number {
    const blockedNow = this.#blockedSinceMs === null ? 0 : this.#clock.now() - this.#blockedSinceMs;
    this.#lastNowMs = Math.max(this.#lastNowMs, this.#clock.now() - this.#blockedMs - blockedNow);
    return this.#lastNowMs;
  }

  #schedule(): void {
    this.#timer?.dispose();
    this.#timer = null;
    const due = dueMs(this.#state);
    if (due === null || this.#blockedSinceMs !== null || this.#closed !== null) return;
    const tick = () => void this.#step({ kind: 'tick', nowMs: this.#nowMs() });
    this.#timer = this.#clock.schedule(tick, Math.max(0, due - this.#nowMs()));
  }

  #pump(): void {
    if (this.#pumping || this.#closed !== null) return;
    const own = this.#outgoing.splice(0);
    const typed = own.length === 0 ? this.#nextTyped() : undefined;
    if (own.length === 0 && typed === undefined) return;
    this.#pumping = true;
    const bytes = typed === undefined ? concat(own) : typed.bytes.subarray(0, typedPieceBytes);
    if (typed !== undefined) void this.#step({ kind: 'typed', bytes, nowMs: this.#nowMs() });
    void this.#transport.write(bytes).then(
      () => this.#written(typed, bytes.length),
      (error: unknown) => this.#notWritten(typed, error),
    );
  }

  #written(typed: Typed | undefined, count: number): void {
    this.#pumping = false;
    if (typed !== undefined && typed === this.#typed[0]) {
      typed.bytes = typed.bytes.subarray(count);
      if (typed.bytes.length === 0) this.#typed.shift()?.resolve();
    }
    this.#pump();
  }

  #notWritten(typed: Typed | undefined, error: unknown): void {
    this.#pumping = false;
    if (typed === undefined) {
      this.#outgoing = [];
      this.#reject(error);
    } else {
      this.#typed = this.#typed.filter((other) => other !== typed);
      typed.reject(error);
    }
    this.#pump();
  }

  #nextTyped(): Typed | undefined {
    const [typed] = this.#typed;
    const { mode } = this;
    if (mode === 'running') return this.#stdin ? typed : undefined;
    const prompt =
      mode === 'friendly' || mode === 'executing' || mode === 'interrupting' || mode === 'main' || mode === 'watching';
    return prompt && typed?.forProgram === false ? typed : undefined;
  }

  #dropTyped(which: (typed: Typed) => boolean = () => true): void {
    const dropped = this.#typed.filter(which);
    this.#typed = this.#typed.filter((typed) => !dropped.includes(typed));
    for (const { resolve } of dropped) resolve();
  }

  #end(error: BrambleError, closed: TransportClosed | null): void {
    if (this.#closed !== null) return;
    this.#closed = error;
    this.#reject(error);
    for (const { reject } of this.#typed.splice(0)) reject(error);
    this.#owned.dispose();
    if (closed !== null) this.#didClose.fire(closed);
    this.#didClose.dispose();
  }
}
