/**
 * A board at its raw prompt, lent to one operation: executes code, resets, reports progress, and ends early when the
 * operation is stopped, cancelled or out of time. It knows nothing of queues and prompts.
 */
import {
  type BrambleError,
  type Clock,
  type Disposable,
  DisposableStore,
  Emitter,
  toDisposable,
} from '../base/index.ts';
import { concat, decode, encode } from './bytes.ts';
import { cancelled, doesNotStop, tookTooLong } from './failures.ts';
import { foldLineEnds } from './program-result.ts';
import type { ReplEvent } from './raw-repl/state.ts';
import type { ReplLink } from './repl-link.ts';

/** Takes output; a returned promise makes the board wait. */
export type OutputSink = (bytes: Uint8Array) => void | Promise<void>;

export interface ExecuteOptions {
  /** Without it, output is collected and returned. */
  onOutput?: OutputSink;
  /** Gets the traceback as it comes; it is returned in any case. */
  onTraceback?: OutputSink;
  /** The board has the code, and runs it. */
  onStarted?: () => void;
  /** Whether what the user types is the code's standard input. */
  stdin?: boolean;
  /** Runs even when the operation is to end early: to leave nothing behind. */
  cleaningUp?: boolean;
}

export interface Executed {
  output: Uint8Array;
  /** With LF line ends; null when the code raised nothing. */
  traceback: string | null;
  /** The code ended in a soft reset: `sys.exit()`, `machine.soft_reset()`. */
  rebooted: boolean;
}

export interface RawBoardOptions {
  link: ReplLink;
  clock: Clock;
  /** What the user calls the operation. */
  what: string;
  /** How long Ctrl-C is sent before the board counts as stuck. */
  stopTimeoutMs: number;
  signal?: AbortSignal;
  /** For the whole operation. */
  timeoutMs?: number;
  onProgress: (doneBytes: number, totalBytes: number) => void;
  /** Output of something that is none of the operation's. */
  onBackground: OutputSink;
}

export class RawBoard implements Disposable {
  readonly #options: RawBoardOptions;
  readonly #owned = new DisposableStore();
  #output: OutputSink | null = null;
  #traceback: OutputSink | null = null;
  #bootOutput: OutputSink | null = null;
  #onStarted: (() => void) | undefined;
  #sinkFailure: { error: unknown } | null = null;
  /** Why the operation ends early; the first reason counts. */
  #ending: BrambleError | null = null;
  #rejectStuck: ((error: unknown) => void) | null = null;
  readonly #didNotStop = new Emitter<BrambleError>();
  /** Ctrl-C was sent for long enough, and the code goes on. */
  readonly onDidNotStop = this.#didNotStop.event;

  constructor(options: RawBoardOptions) {
    this.#options = options;
    const { clock, what, signal, timeoutMs } = options;
    if (timeoutMs !== undefined) {
      this.#owned.add(clock.schedule(() => this.endEarly(tookTooLong(what, timeoutMs)), timeoutMs));
    }
    if (signal === undefined) return;
    const abort = () => this.endEarly(cancelled());
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    this.#owned.add(toDisposable(() => signal.removeEventListener('abort', abort)));
  }

  /** For the deadlines of what the operation awaits. */
  get clock(): Clock {
    return this.#options.clock;
  }

  /** Throws the reason when the operation is to end early. */
  throwIfEnding(): void {
    if (this.#ending !== null) throw this.#ending;
  }

  /** Interrupts the code that runs, whose end is then told as any other. */
  interrupt(): void {
    this.#options.link.interrupt(this.#options.stopTimeoutMs);
  }

  /** Interrupts what runs; the operation rejects with `reason`. */
  endEarly(reason: BrambleError): void {
    this.#ending ??= reason;
    this.interrupt();
  }

  progress(doneBytes: number, totalBytes: number): void {
    this.#options.onProgress(doneBytes, totalBytes);
  }

  /** Standard input for the code that `execute` runs; ignored once that has ended or is being interrupted. */
  feed(bytes: Uint8Array): void {
    this.#options.link.feed(bytes);
  }

  /** Hands on output that is none of the operation's: a timer's callback printed. */
  background(bytes: Uint8Array): void {
    void this.#options.onBackground(bytes);
  }

  /** Executes code in the board's `__main__`. Rejects only when the protocol fails or the operation ends early. */
  async execute(source: string | Uint8Array, options: ExecuteOptions = {}): Promise<Executed> {
    const { cleaningUp = false } = options;
    if (!cleaningUp) this.throwIfEnding();
    const output: Uint8Array[] = [];
    const traceback: Uint8Array[] = [];
    this.#output = options.onOutput ?? ((bytes) => void output.push(bytes));
    this.#traceback = (bytes) => {
      traceback.push(bytes);
      return options.onTraceback?.(bytes);
    };
    this.#bootOutput = this.#output;
    this.#onStarted = options.onStarted;
    this.#options.link.stdin = options.stdin ?? false;
    try {
      const bytes = typeof source === 'string' ? encode(source) : source;
      const { rebooted } = await this.#orStuck(
        this.#options.link.perform<'execute'>({ kind: 'execute', source: bytes }),
      );
      if (this.#sinkFailure !== null) throw this.#sinkFailure.error;
      if (!cleaningUp) this.throwIfEnding();
      const text = foldLineEnds(decode(concat(traceback)));
      return { output: concat(output), traceback: text === '' ? null : text, rebooted };
    } finally {
      this.#options.link.stdin = false;
      this.#output = null;
      this.#traceback = null;
      this.#onStarted = undefined;
    }
  }

  /** Soft reset that stays in the raw REPL: boot.py runs, main.py does not. */
  async softReset(onBootOutput: OutputSink): Promise<void> {
    this.throwIfEnding();
    this.#bootOutput = onBootOutput;
    await this.#orStuck(this.#options.link.perform<'soft-reset'>({ kind: 'soft-reset' }));
    this.throwIfEnding();
  }

  /** Takes the machine's events while the operation lasts. */
  handle(event: ReplEvent): void | Promise<void> {
    switch (event.kind) {
      case 'started':
        return this.#onStarted?.();
      case 'output':
        return this.#pass(this.#output, event.bytes);
      case 'traceback':
        return this.#pass(this.#traceback, event.bytes);
      case 'boot-output':
        return this.#pass(this.#bootOutput, event.bytes);
      case 'interrupt-failed':
        return this.#stuck(doesNotStop(this.#options.what, this.#options.stopTimeoutMs));
    }
  }

  dispose(): void {
    this.#owned.dispose();
    this.#didNotStop.dispose();
  }

  /** Whoever asked for a stop is told; only an operation that must end gives up the board. */
  #stuck(error: BrambleError): void {
    this.#didNotStop.fire(error);
    if (this.#ending !== null || this.#sinkFailure !== null) this.#rejectStuck?.(error);
  }

  /** A sink that fails ends the operation with its error; the board is not to wait for it any more. */
  #pass(sink: OutputSink | null, bytes: Uint8Array): void | Promise<void> {
    if (sink === null || this.#sinkFailure !== null) return;
    const fail = (error: unknown) => {
      this.#sinkFailure ??= { error };
      this.interrupt();
    };
    try {
      return sink(bytes)?.catch(fail);
    } catch (error) {
      fail(error);
    }
  }

  /** Waits for a command, but not for ever once Ctrl-C proved useless. */
  #orStuck<T>(command: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#rejectStuck = reject;
      command.then(resolve, reject);
    });
  }
}
