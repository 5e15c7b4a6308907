/**
 * From a closed line to a board at its prompt, or to one that is watched: opens the line, climbs the ladder, catches a board that
 * restarts meanwhile, stops a watchdog, sets the clock, and ends what an earlier connection left unfinished. It knows nothing of what is
 * done with the board afterwards.
 */
import { BrambleError, type Clock } from '../base/index.ts';
import type { BoardOperations, OperationOptions } from './board-operations.ts';
import { encode } from './bytes.ts';
import { AttentionError, cancelled, replugRemedy } from './failures.ts';
import type { RawBoard } from './raw-board.ts';
import { awaitReturn, type FindAgain } from './reconnection.ts';
import { RecordReader } from './records.ts';
import { diagnoseBlocked, diagnoseResets } from './rescue/diagnosis.ts';
import type { Approach } from './rescue/rungs.ts';
import { type RtcTime, settleInSource } from './rescue/settle-in.ts';
import { parseRecord } from './snippet-answers.ts';
import { leftoversSource } from './snippets.ts';
import type { Leftovers } from './sync/leftovers.ts';

/** A board that restarts this often in a row is not caught by trying on. */
const mostRestarts = 12;

export interface ConnectOptions extends OperationOptions {
  /** Default `interrupt`. */
  approach?: Approach;
}

export interface ConnectingOptions {
  operations: BoardOperations;
  leftovers: Leftovers;
  clock: Clock;
  /** Without it, a line that ends stays ended. */
  findAgain: FindAgain | null;
  /** The time for the board's clock; null leaves it alone. Without it, nothing is done at the prompt at all. */
  rtcTime: (() => RtcTime | null) | null;
}

export class Connecting {
  readonly #options: ConnectingOptions;
  /** Whether the board is still to be settled in: it was not at its prompt yet. */
  #unsettled = false;

  constructor(options: ConnectingOptions) {
    this.#options = options;
  }

  /** Opens the line of the operations' transport. The state is `ready` or `running` afterwards; rejects as BoardSession.connect. */
  async connect({ signal, timeoutMs, approach = 'interrupt' }: ConnectOptions): Promise<void> {
    const { operations } = this.#options;
    const abort = () => operations.link.dispose();
    signal?.addEventListener('abort', abort, { once: true });
    try {
      if (signal?.aborted === true) throw cancelled();
      operations.setConnecting('opening the port');
      await operations.link.open();
      await this.#reach(approach, timeoutMs ?? operations.timeouts.enterMs, signal ?? new AbortController().signal);
    } catch (error) {
      if (signal?.aborted === true) throw cancelled();
      throw this.#lose(error);
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  /** The first time that a board, which ran something when it was connected, is at its prompt. */
  async settleInLater(): Promise<void> {
    if (!this.#unsettled) return;
    this.#unsettled = false;
    const { operations, rtcTime } = this.#options;
    if (rtcTime === null) return;
    const description = { what: 'setting the clock', kind: 'internal', preempts: false } as const;
    await operations.operate(description, (raw) => this.#settleIn(raw, rtcTime()));
  }

  /** Up the ladder; a line that ends on the way belongs to a board that restarts, and is caught as it comes back. */
  async #reach(approach: Approach, timeoutMs: number, signal: AbortSignal): Promise<void> {
    const { operations, findAgain, clock } = this.#options;
    for (let restarts = 0; ; restarts++) {
      try {
        await this.#arrive(approach, timeoutMs);
        return;
      } catch (error) {
        if (findAgain === null || !isLineLoss(error) || signal.aborted) throw error;
        if (restarts === mostRestarts)
          throw new AttentionError(diagnoseResets(operations.address, restarts), { cause: error });
        operations.setConnecting(
          `the board restarted; catching it as it comes back (${restarts + 1} of ${mostRestarts})`,
        );
        await awaitReturn({
          findAgain,
          clock,
          signal,
          open: (transport) => {
            operations.plug(transport);
            return operations.link.open();
          },
        });
      }
    }
  }

  async #arrive(approach: Approach, timeoutMs: number): Promise<void> {
    const { operations, rtcTime } = this.#options;
    this.#unsettled = approach !== 'listen';
    if ((await operations.enter(timeoutMs, approach)) === 'watching') return;
    if (rtcTime !== null) await operations.borrow('connecting', (raw) => this.#settleIn(raw, rtcTime()));
    this.#unsettled = false;
    if (!operations.holds) {
      await operations.leave();
      await this.#greet();
    }
    operations.setState({ kind: 'ready' });
  }

  /** One round trip, and more only where something was left. */
  async #settleIn(raw: RawBoard, time: RtcTime | null): Promise<void> {
    const values: unknown[] = [];
    const reader = new RecordReader({ onRecord: (text) => void values.push(parseRecord(text)), onNoise: () => {} });
    const source = `${settleInSource(time)}${leftoversSource}`;
    const { traceback } = await raw.execute(source, { onOutput: (bytes) => reader.push(bytes) });
    if (traceback !== null) return;
    try {
      await this.#options.leftovers.settleAnswered(raw, values);
    } catch (error) {
      // A flash without room for it is no reason not to connect: the first operation with files tries again, and says so.
      if (!(error instanceof BrambleError) || error.code !== 'board-flash-full') throw error;
    }
  }

  /** The shell of a board just connected: its banner, which the way through the raw REPL has swallowed. */
  async #greet(): Promise<void> {
    const { firmware, shell } = this.#options.operations;
    if (shell.isAtPrompt) return;
    if (firmware !== null) await shell.show(encode(`${firmware}\r\nType "help()" for more information.\r\n`));
    await shell.showPrompt();
  }

  /** Gives a board up that is there and does not answer, with what is known of it. */
  #lose(error: unknown): unknown {
    const { operations } = this.#options;
    if (error instanceof AttentionError) {
      operations.lose(error.diagnosis.reason, error.diagnosis.remedy, error);
      return error;
    }
    if (!(error instanceof BrambleError) || error.code !== 'not-responding') return error;
    // Not the protocol's own failures: the transport's, which says that nothing was taken.
    if (operations.link.mode === 'entering')
      return this.#lose(new AttentionError(diagnoseBlocked(operations.address), { cause: error }));
    operations.lose('The board does not answer.', replugRemedy, error);
    return error;
  }
}

function isLineLoss(error: unknown): boolean {
  return error instanceof BrambleError && error.code === 'connection-lost';
}
