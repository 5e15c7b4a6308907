/** The terminal of `bramble repl`: keys to the board, the board's bytes to stdout, until someone leaves. */
import { addAbortSignal } from 'node:stream';
import { BrambleError, DisposableStore, describeError, toDisposable } from '../../../app/base/index.ts';
import type { BoardSession } from '../../../app/board/index.ts';
import { systemClock } from '../../platform/system-clock.ts';
import type { CommandContext } from './context.ts';
import type { BoardBytes } from './output.ts';
import { asTyped } from './program-input.ts';
import { PromptWatch } from './prompt-watch.ts';

/** Ctrl-X and Ctrl-]. */
const leavingKeys = [0x18, 0x1d];

export class ReplTerminal {
  readonly #context: CommandContext;
  readonly #watch = new PromptWatch(systemClock);
  readonly #shown: BoardBytes;
  /** What the board said before the terminal was ready for keys. */
  #held: Uint8Array[] | null = [];

  constructor(context: CommandContext) {
    this.#context = context;
    this.#shown = context.output.boardBytes({ lf: false });
  }

  /** Takes what the board says from now on. It is shown when the talk begins: a prompt invites keys, and the terminal echoes until then. */
  attach(session: BoardSession): void {
    session.onOutput((bytes) => {
      this.#watch.push(bytes);
      if (this.#held === null) return this.#shown.write(bytes);
      this.#held.push(bytes);
    });
  }

  /** Resolves when the user left, or when the pipe on stdin was typed to its end and the board is at its prompt. */
  async talk(session: BoardSession, signal: AbortSignal): Promise<void> {
    const { stdin, interruption } = this.#context;
    const lost = new AbortController();
    const owned = new DisposableStore();
    owned.add(
      // A board that restarts comes back, and the talk goes on.
      session.onDidGiveUp(() => {
        const { state } = session;
        const why = state.kind === 'lost' ? `${state.reason} ${state.remedy}` : 'The board went away.';
        lost.abort(new BrambleError('connection-lost', why));
      }),
    );
    owned.add(interruption.takeOver(() => void session.interrupt().catch(() => {})));
    if (stdin.isTTY) {
      stdin.setRawMode(true);
      owned.add(toDisposable(() => stdin.setRawMode(false)));
    }
    const leaving = AbortSignal.any([signal, lost.signal]);
    try {
      await this.#showHeld();
      const left = await this.#typeAll(session, leaving);
      if (!left) await this.#watch.atPrompt(leaving);
      leaving.throwIfAborted();
    } catch (error) {
      // The stream's AbortError says less than the reason behind it.
      throw leaving.aborted ? leaving.reason : error;
    } finally {
      owned.dispose();
    }
  }

  async #showHeld(): Promise<void> {
    const held = this.#held ?? [];
    this.#held = null;
    await Promise.all(held.map((bytes) => this.#shown.write(bytes)));
  }

  /** Whether the user left; else stdin has ended. */
  async #typeAll(session: BoardSession, leaving: AbortSignal): Promise<boolean> {
    const { stdin } = this.#context;
    for await (const chunk of addAbortSignal(leaving, stdin)) {
      const bytes: Uint8Array = Buffer.from(chunk);
      const leavesAt = bytes.findIndex((byte) => leavingKeys.includes(byte));
      const keys = leavesAt < 0 ? bytes : bytes.subarray(0, leavesAt);
      if (stdin.isTTY) this.#typeKeys(session, keys);
      else await session.type(asTyped(keys));
      if (leavesAt >= 0) return true;
    }
    return false;
  }

  /** Without waiting: Ctrl-C and the key that leaves must pass a board that does not read. */
  #typeKeys(session: BoardSession, keys: Uint8Array): void {
    session.type(keys).catch((error: unknown) => {
      // A lost line ends the talk by itself.
      if (session.state.kind !== 'lost') this.#context.output.say(describeError(error).message);
    });
  }
}
