/**
 * Ctrl-C and the signals that end a command. The first Ctrl-C goes to whoever took it over (a program on the board), else
 * it cancels the command; the next cancels; the one after that ends the process on the spot.
 */
import { BrambleError, type Disposable, toDisposable } from '../../../app/base/index.ts';

/**
 * npm passes on the SIGINT that the terminal sent to the whole group already, so that one Ctrl-C arrives twice, a few
 * milliseconds apart. A person's second one comes later than this.
 */
const oneKeyPressMs = 200;

export interface InterruptionOptions {
  /** Milliseconds on a clock that never goes back. */
  now: () => number;
  /** Ends the process at once. */
  quit: (exitCode: number) => void;
}

export class Interruption {
  readonly #options: InterruptionOptions;
  readonly #cancel = new AbortController();
  readonly #takeovers = new Set<() => void>();
  #lastPressMs = Number.NEGATIVE_INFINITY;
  #exitCode = 130;
  #source: NodeJS.EventEmitter | null = null;
  #connection: Disposable | null = null;

  constructor(options: InterruptionOptions) {
    this.#options = options;
  }

  /** Aborts, with a BrambleError `cancelled`, when the command is to end. */
  get signal(): AbortSignal {
    return this.#cancel.signal;
  }

  /** What a cancelled command exits with: 130 after Ctrl-C, 128 plus the signal's number after another signal. */
  get exitCode(): number {
    return this.#exitCode;
  }

  /** Takes the first Ctrl-C over until the Disposable ends; all who did are told of it. */
  takeOver(onPress: () => void): Disposable {
    this.#takeovers.add(onPress);
    return toDisposable(() => this.#takeovers.delete(onPress));
  }

  /** Connects the process's signals. */
  listenTo(source: NodeJS.EventEmitter): void {
    this.#source = source;
    this.#connection = connect(this, source);
  }

  /**
   * Runs what holds this thread and needs no end, such as a search through a log: nothing here would hear a signal, so each ends the
   * process on the spot, as the system does where nobody listens.
   */
  whileBusy<T>(task: () => T): T {
    this.#connection?.dispose();
    try {
      return task();
    } finally {
      if (this.#source !== null) this.#connection = connect(this, this.#source);
    }
  }

  /** Ctrl-C, from the terminal's driver (SIGINT) or as a key read from a terminal in raw mode. */
  press(): void {
    const nowMs = this.#options.now();
    const sameKeyPress = nowMs - this.#lastPressMs < oneKeyPressMs;
    this.#lastPressMs = nowMs;
    if (sameKeyPress) return;
    const takeovers = [...this.#takeovers];
    this.#takeovers.clear();
    for (const takeOver of takeovers) takeOver();
    if (takeovers.length === 0) this.cancel(130);
  }

  /** Cancels the command; when it was cancelled before and still runs, ends the process. */
  cancel(exitCode: number): void {
    if (this.#cancel.signal.aborted) {
      this.#options.quit(this.#exitCode);
      return;
    }
    this.#exitCode = exitCode;
    this.#cancel.abort(new BrambleError('cancelled', 'Interrupted.'));
  }
}

/** Windows knows SIGINT and SIGBREAK only; Node ignores the rest there. */
function connect(interruption: Interruption, source: NodeJS.EventEmitter): Disposable {
  const onInterrupt = () => interruption.press();
  const onTerminate = () => interruption.cancel(143);
  const onHangUp = () => interruption.cancel(129);
  source.on('SIGINT', onInterrupt);
  source.on('SIGTERM', onTerminate);
  source.on('SIGHUP', onHangUp);
  return toDisposable(() => {
    source.off('SIGINT', onInterrupt);
    source.off('SIGTERM', onTerminate);
    source.off('SIGHUP', onHangUp);
  });
}
