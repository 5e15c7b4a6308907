/**
 * Everything that is done with one board over one transport, one operation at a time. Each operation takes an AbortSignal and a
 * deadline, and leaves the board at the friendly prompt whether it succeeds, fails or is cancelled. Files are not known
 * here: see files.ts.
 */
import { BrambleError, type Clock, type Disposable, Emitter, type Event, type FlowEvent } from '../base/index.ts';
import {
  BoardOperations,
  type CurrentOperation,
  type OperationOptions,
  type SessionTimeouts,
} from './board-operations.ts';
import { Connecting, type ConnectOptions } from './connecting.ts';
import { cancelled, replugRemedy } from './failures.ts';
import { askIdentity, type BoardIdentity } from './identity.ts';
import { isKeyboardInterrupt, type ProgramResult } from './program-result.ts';
import type { OutputSink, RawBoard } from './raw-board.ts';
import { control } from './raw-repl/state.ts';
import { awaitReturn, type FindAgain, returnWithinMs } from './reconnection.ts';
import type { RtcTime } from './rescue/settle-in.ts';
import { programBytes } from './source.ts';
import type { BoardState } from './state.ts';
import { Leftovers } from './sync/leftovers.ts';
import type { Transport, TransportClosed } from './transport.ts';

const defaultTimeouts: SessionTimeouts = { enterMs: 10_000, stopMs: 10_000, bootMs: 60_000 };

export interface RestartOptions extends OperationOptions {
  /** With it, the board is asked who it is before it restarts, and restarts when what this returns has resolved. */
  onIdentity?: ((identity: BoardIdentity) => Promise<void>) | undefined;
}

export interface RunOptions extends RestartOptions {
  /** What the state shows, such as `main.py`. */
  name: string;
  /** Starts on a fresh interpreter: boot.py runs, main.py does not. Default true. */
  softResetFirst?: boolean;
  /** The board has the program, and runs it. */
  onStarted?: () => void;
  /** The program's standard output; not boot.py's, not the traceback. The shell's `onOutput` gets all of these too. */
  onOutput?: OutputSink;
}

export interface UseOptions extends OperationOptions {
  /** What the state shows, such as `Saving main.py`. */
  what: string;
}

export interface ExecOptions extends OperationOptions {
  what?: string;
  /** Default false. */
  softResetFirst?: boolean;
  /** Without it, output is collected and returned. */
  onOutput?: OutputSink;
}

export interface BoardSessionOptions {
  /** Not yet opened. The session owns it. */
  transport: Transport;
  clock: Clock;
  timeouts?: Partial<SessionTimeouts>;
  /** With it, the session survives the end of its line: a reset, a cable that is pulled and put back. */
  findAgain?: FindAgain;
  /** The time that a board's clock is set to when it is first at its prompt; null leaves the clock alone. */
  rtcTime?: () => RtcTime | null;
}

export class BoardSession implements Disposable {
  readonly address: string;
  readonly #clock: Clock;
  readonly #operations: BoardOperations;
  readonly onDidChangeState: Event<BoardState>;
  /**
   * Bytes for the shell: the friendly REPL, output of programs and their tracebacks; never the protocol's noise. A
   * listener that returns a promise makes the board wait.
   */
  readonly onOutput: FlowEvent<Uint8Array>;
  /** What earlier connections left unfinished. Connecting looks for it where it sets the clock, else the first operation with files. */
  readonly leftovers = new Leftovers();
  readonly #connecting: Connecting;
  readonly #findAgain: FindAgain | null;
  #opened = false;
  #connected = false;
  #approach: ConnectOptions['approach'];
  #returning: AbortController | null = null;
  #disposed = false;
  #comingBack: Promise<boolean> = Promise.resolve(false);
  readonly #gaveUp = new Emitter<void>();
  /** The line ended, and the board did not come back. */
  readonly onDidGiveUp: Event<void> = this.#gaveUp.event;

  constructor({ transport, clock, timeouts, findAgain, rtcTime }: BoardSessionOptions) {
    this.address = transport.address;
    this.#clock = clock;
    this.#operations = new BoardOperations({ transport, clock, timeouts: { ...defaultTimeouts, ...timeouts } });
    this.#findAgain = findAgain ?? null;
    this.#connecting = new Connecting({
      operations: this.#operations,
      leftovers: this.leftovers,
      clock,
      findAgain: this.#findAgain,
      rtcTime: rtcTime ?? null,
    });
    this.onDidChangeState = this.#operations.onDidChangeState;
    this.onDidChangeState(({ kind }) => {
      if (kind === 'connecting' || kind === 'lost') this.leftovers.forget();
      if (kind === 'ready') this.#settleIn();
    });
    this.#operations.onDidLoseLine((closed) => this.#lineLost(closed));
    this.onOutput = this.#operations.shell.onOutput;
  }

  get state(): BoardState {
    return this.#operations.state;
  }

  /** `MicroPython v1.29.0 on …; Raspberry Pi Pico W …`; null before the first connect. */
  get firmware(): string | null {
    return this.#operations.firmware;
  }

  /**
   * Opens the line and brings the board to its friendly prompt, interrupting what runs there; with the approach `attach` a
   * program goes on, with `listen` nothing is sent: the state is `running` then, and `stop` interrupts. Rejects with `no-board`,
   * `port-busy`, `port-forbidden`, `not-responding`, `not-micropython`, `board-resets`, `connection-lost` or `cancelled`; the
   * session is of no use then.
   */
  async connect(options: ConnectOptions = {}): Promise<void> {
    if (this.#opened) throw new Error('A session connects once: make a new one with a new transport.');
    this.#opened = true;
    this.#approach = options.approach;
    const operations = this.#operations;
    await operations.inTurn(async () => {
      try {
        await this.#connecting.connect(options);
        this.#connected = true;
      } catch (error) {
        if (operations.state.kind !== 'lost') operations.setState({ kind: 'disconnected' });
        operations.link.dispose();
        throw error;
      }
    });
  }

  /**
   * Keystrokes for the friendly REPL or the running program. What is typed during a file operation waits for its end. With
   * `to: 'program'` they are a program's standard input: they wait until it runs, and what it does not read is dropped with its
   * end, so that no prompt executes it.
   */
  async type(bytes: Uint8Array, { to = 'board' }: { to?: 'board' | 'program' } = {}): Promise<void> {
    const { current, link } = this.#operations;
    this.#operations.requireLine();
    if (bytes.length === 0) return;
    if (current?.kind === 'program' && bytes.includes(control.interrupt)) {
      current.stopped = true;
      // boot.py, or a program still on its way: nothing reads what is typed.
      if (link.mode !== 'running') current.raw.interrupt();
    }
    await link.type(bytes, { forProgram: to === 'program' });
  }

  /**
   * Runs a program; resolves when it ended, with the board back at its prompt. A main.py or a line of the shell that still
   * runs is interrupted first. Rejects with `usage` for source that the raw REPL cannot take.
   */
  async run(source: string | Uint8Array, options: RunOptions): Promise<ProgramResult> {
    const program = programBytes(source);
    const { shell } = this.#operations;
    const { name, softResetFirst = true, onOutput, onStarted, onIdentity } = options;
    const body = async (raw: RawBoard, current: CurrentOperation): Promise<ProgramResult> => {
      await shell.startLine();
      if (softResetFirst && onIdentity !== undefined) await onIdentity(await askIdentity(raw));
      if (softResetFirst) await this.#softReset(raw, (bytes) => shell.show(bytes));
      if (current.stopped) return { kind: 'stopped' };
      const { traceback } = await raw.execute(program, {
        stdin: true,
        ...(onStarted === undefined ? {} : { onStarted }),
        onOutput: (bytes) => both(shell.show(bytes), onOutput?.(bytes)),
        onTraceback: (bytes) => shell.show(bytes),
      });
      if (current.stopped && (traceback === null || isKeyboardInterrupt(traceback))) return { kind: 'stopped' };
      return traceback === null ? { kind: 'finished' } : { kind: 'raised', traceback };
    };
    return this.#operations.operate({ ...options, what: name, kind: 'program', preempts: true }, body);
  }

  /**
   * Executes code behind the scenes: nothing of it shows in the shell. `traceback` is null when it raised nothing. Waits
   * for a main.py or a line of the shell that runs.
   */
  async exec(
    source: string | Uint8Array,
    options: ExecOptions = {},
  ): Promise<{ output: Uint8Array; traceback: string | null }> {
    const program = programBytes(source);
    const { onOutput, softResetFirst = false } = options;
    return this.use({ what: 'exec', ...options }, async (raw) => {
      if (softResetFirst) await this.#softReset(raw, () => undefined);
      const { output, traceback } = await raw.execute(program, onOutput === undefined ? {} : { onOutput });
      return { output, traceback };
    });
  }

  /** Lends the board at its raw prompt to one operation behind the scenes, which may execute several pieces of code. */
  use<T>(options: UseOptions, body: (raw: RawBoard) => Promise<T>): Promise<T> {
    return this.#operations.operate({ ...options, kind: 'internal', preempts: false }, body);
  }

  /**
   * Holds the raw prompt for the several steps of `work`, be they `connect`, `use` or `exec`, which enter it once then instead of each.
   * It is left where a step fails, is cancelled or runs a program, and when `work` has ended: the board is at its friendly prompt
   * then, whatever happened. What is typed meanwhile waits. A board that is connected within shows no banner, nor is its
   * firmware known, until the prompt is left.
   */
  hold<T>(work: () => Promise<T>): Promise<T> {
    return this.#operations.hold(work);
  }

  /**
   * Stops what runs and resolves at the prompt: a program, a file operation (which rejects with `cancelled`), main.py, or
   * what was typed at the prompt. Rejects with `not-responding` when it will not stop; it then still runs.
   */
  async stop(): Promise<void> {
    this.#operations.requireLine();
    const { current, link } = this.#operations;
    if (current !== null) await stopCurrent(current);
    // main.py of a soft reset, or what was typed at the prompt; at a raw prompt that is held, nothing runs.
    if ((current === null && link.mode !== 'raw') || link.mode === 'main') await this.#stopFriendly();
  }

  /** One Ctrl-C to whatever runs, without waiting. */
  async interrupt(): Promise<void> {
    await this.type(Uint8Array.of(control.interrupt));
  }

  /**
   * Ctrl-D at the friendly prompt: boot.py and main.py run, and the shell shows it. Resolves when the board said that it
   * restarts, or with `until: 'prompt'` when main.py has ended; the state is `running` until then.
   */
  async softReset(options: RestartOptions & { until?: 'restart' | 'prompt' } = {}): Promise<void> {
    const operations = this.#operations;
    const restart = () => operations.link.perform<'restart'>({ kind: 'restart' });
    const description = { ...options, what: 'soft reset', kind: 'internal', preempts: true } as const;
    const { onIdentity } = options;
    const body = async (raw: RawBoard) => {
      if (onIdentity !== undefined) await onIdentity(await askIdentity(raw));
    };
    await operations.operate(description, body, restart);
    if (options.until === 'prompt') await operations.prompt(options.signal);
  }

  /**
   * `machine.reset()`: as if the board had been unplugged. Resolves when the line ended, as it does over USB; `back`
   * tells when it is there again, where the session can find it. Rejects with `not-responding` when the line stays.
   */
  async hardReset(options: OperationOptions = {}): Promise<void> {
    try {
      await this.use({ timeoutMs: 5_000, ...options, what: 'reset' }, (raw) =>
        raw.execute('import machine\nmachine.reset()'),
      );
    } catch (error) {
      if (error instanceof BrambleError && error.code === 'connection-lost') return;
      throw error;
    }
    throw new BrambleError('not-responding', `The board at ${this.address} did not reset. ${replugRemedy}`);
  }

  /** After a line ended: resolves when the board is back and its program is watched or its prompt is there. */
  async back(): Promise<void> {
    if (await this.#comingBack) return;
    throw new BrambleError(
      'not-responding',
      `The board at ${this.address} did not come back within ${returnWithinMs / 1000} s. Unplug it and plug it in again.`,
    );
  }

  /** Closes the line; the board goes on with what it does. What is under way rejects with `connection-lost`. */
  dispose(): void {
    this.#disposed = true;
    this.#returning?.abort();
    this.#gaveUp.dispose();
    this.#operations.dispose();
    this.leftovers.dispose();
  }

  /** Tries again to find the board of a lost line, as long as `withinMs`; false when it is not there. */
  async reconnect(withinMs?: number): Promise<boolean> {
    if (this.#findAgain === null || this.#disposed || this.#returning !== null || this.state.kind !== 'lost')
      return false;
    const operations = this.#operations;
    const returning = new AbortController();
    this.#returning = returning;
    const lost = this.state;
    const open = async (transport: Transport) => {
      operations.setConnecting('waiting for the board to come back', true);
      operations.plug(transport);
      // What runs after a restart is main.py, which nobody asked to interrupt.
      await this.#connecting.connect({
        signal: returning.signal,
        approach: this.#approach === 'listen' ? 'listen' : 'attach',
      });
    };
    const options = { findAgain: this.#findAgain, clock: this.#clock, signal: returning.signal, open };
    try {
      // In its turn: what was under way when the line ended has to see that there is none.
      await operations.inTurn(() => {
        operations.setConnecting('waiting for the board to come back', true);
        return awaitReturn(withinMs === undefined ? options : { ...options, withinMs });
      });
      return true;
    } catch {
      // What it failed of is in the state, unless the board just stayed away.
      if (this.#disposed) return false;
      if (this.state.kind !== 'lost') operations.setState(lost);
      this.#gaveUp.fire();
      return false;
    } finally {
      this.#returning = null;
    }
  }

  #lineLost({ final }: TransportClosed): void {
    // While it is being connected, that is who deals with it.
    if (!this.#connected || this.#returning !== null) return;
    if (final === true || this.#findAgain === null) this.#gaveUp.fire();
    else this.#comingBack = this.reconnect();
  }

  #settleIn(): void {
    // A line that breaks meanwhile is told by the state.
    this.#connecting.settleInLater().catch(() => {});
  }

  async #softReset(raw: RawBoard, onBootOutput: OutputSink): Promise<void> {
    const { bootMs } = this.#operations.timeouts;
    const late = new BrambleError(
      'not-responding',
      `boot.py on the board was still running after ${bootMs / 1000} s, so Bramble stopped it. Correct or remove boot.py, or run without a soft reset.`,
    );
    const timer = this.#clock.schedule(() => raw.endEarly(late), bootMs);
    try {
      await raw.softReset(onBootOutput);
    } finally {
      timer.dispose();
    }
  }

  async #stopFriendly(): Promise<void> {
    const { link, timeouts } = this.#operations;
    const prompt = this.#operations.nextPrompt();
    link.interrupt(timeouts.stopMs);
    await prompt;
  }
}

async function stopCurrent(current: CurrentOperation): Promise<void> {
  current.stopped = true;
  const stuck = new Promise<never>((_resolve, reject) => current.raw.onDidNotStop(reject));
  if (current.kind === 'program') current.raw.interrupt();
  else current.raw.endEarly(cancelled());
  await Promise.race([current.ended, stuck]);
}

function both(...waits: (void | Promise<void>)[]): void | Promise<void> {
  const promises = waits.filter((wait) => wait !== undefined);
  if (promises.length > 0) return Promise.all(promises).then(() => undefined);
}
