/**
 * The words of the raw REPL's state machine: what it is in, what it is told, what it says. The protocol is described in
 * https://docs.micropython.org/en/latest/reference/repl.html and its fine print in shared/runtime/pyexec.c of
 * MicroPython. A known limit of the protocol: EOT (0x04) ends a program's output, so a program that writes this byte itself
 * looks as if it had ended there, and what follows is refused as unexpected.
 */

import type { Evidence } from '../rescue/evidence.ts';
import type { Ladder } from '../rescue/ladder.ts';
import type { Approach, Rung } from '../rescue/rungs.ts';

export const control = {
  /** Ctrl-A at an empty line: to the raw REPL. */
  rawMode: 0x01,
  /** Ctrl-B: back to the friendly REPL. */
  friendlyMode: 0x02,
  /** Ctrl-C: interrupts a program, clears a line, ends a paste. */
  interrupt: 0x03,
  /** Ctrl-D, EOT: executes, resets an idle board, ends a section of the answer. */
  end: 0x04,
  /** Ctrl-E, and `A`, and Ctrl-A: asks for raw-paste. */
  paste: 0x05,
} as const;

/** Milliseconds. Each is what a board may take at worst, measured or read in its sources, with room to spare. */
export const timing = {
  syncRetryMs: 1_000,
  /** Raw-paste is answered from an idle prompt; a board that knows it does so in milliseconds. */
  pasteReplyMs: 2_000,
  /** Between windows the board compiles, and may collect garbage. */
  pasteWindowMs: 10_000,
  /** A UART without flow control loses bytes: mpremote's pace for boards without raw-paste. */
  plainChunkBytes: 256,
  plainPauseMs: 10,
  acceptedMs: 5_000,
  promptMs: 5_000,
  /** From Ctrl-D to "MPY: soft reboot": a thread on core 1 is stopped first, sockets are closed. */
  rebootMs: 10_000,
  /** A line typed into the shell that takes longer than this shows as a running program. */
  noticeMs: 250,
  /** When Ctrl-C is sent again to a program that goes on: the first times leave room for its clean-up. */
  interruptRepeatMs: [500, 500, 250] as readonly number[],
  /** A board that printed a prompt and nothing after it for so long waits there. */
  quietPromptMs: 600,
} as const;

/** What a soft reset waits for: its absence has a cause of its own. */
export const awaitedReboot = 'the words "MPY: soft reboot" after Ctrl-D';

export interface Interrupting {
  sent: number;
  nextMs: number;
  deadlineMs: number;
}

/** The program on its way to the board. `stopWithinMs` is set once someone wants it stopped before it even runs. */
export interface Cargo {
  source: Uint8Array;
  stopWithinMs: number | null;
}

export type ReplMode =
  /** The friendly REPL, or whatever the board does before anyone asked: its bytes are the shell's. */
  | { kind: 'friendly'; tail: Uint8Array }
  /** The user typed a line at the friendly REPL: it runs until the prompt is back. `noticeMs` is null once that was told. */
  | { kind: 'executing'; tail: Uint8Array; noticeMs: number | null; interrupt: Interrupting | null }
  /** The friendly REPL was interrupted; its prompt is to come. */
  | { kind: 'interrupting'; tail: Uint8Array; interrupt: Interrupting }
  /** Ctrl-D at the friendly prompt: "MPY: soft reboot" is to come. */
  | { kind: 'restarting'; tail: Uint8Array; deadlineMs: number }
  /** boot.py and main.py run after a soft reset at the friendly prompt, until the banner. */
  | { kind: 'main'; tail: Uint8Array; interrupt: Interrupting | null }
  /** A program that ran before anyone came, or something silent: it is watched and not disturbed, until its prompt is back. */
  | { kind: 'watching'; tail: Uint8Array; interrupt: Interrupting | null; quietAtMs: number | null }
  /** From wherever the board is, by the ladder of app/board/rescue. */
  | { kind: 'entering'; ladder: Ladder }
  /** After several attempts, late answers may still come: a unique answer ends them. */
  | { kind: 'syncing'; held: Uint8Array; token: number; nextMs: number; deadlineMs: number }
  /** `disturbed`: something came that nobody asked for, be it a timer's output or the board's restart. */
  | { kind: 'raw'; disturbed?: true }
  | { kind: 'offering'; held: Uint8Array; cargo: Cargo; deadlineMs: number }
  /** The board refused raw-paste; its raw prompt is to come. */
  | { kind: 'refused'; held: Uint8Array; cargo: Cargo; deadlineMs: number }
  | {
      kind: 'pasting';
      cargo: Cargo;
      sentBytes: number;
      creditBytes: number;
      /** 0 while the board has not said it yet. */
      windowBytes: number;
      /** The head of the board's answer: two bytes of window size. */
      head: Uint8Array;
      /** Exactly one Ctrl-C or EOT ends a paste: a second one would reset the board. */
      terminated: boolean;
      deadlineMs: number;
    }
  /** The plain raw REPL: in pieces, with pauses. */
  | { kind: 'sending'; cargo: Cargo; sentBytes: number; nextMs: number }
  | { kind: 'accepting'; held: Uint8Array; cargo: Cargo; deadlineMs: number }
  | { kind: 'running'; section: 'output' | 'traceback'; interrupt: Interrupting | null }
  /** Both sections ended; the prompt is to come, or a soft reboot (`sys.exit()`, `machine.soft_reset()`). */
  | { kind: 'closing'; held: Uint8Array; deadlineMs: number }
  /** Ctrl-D at the raw prompt: "MPY: soft reboot" is to come. */
  | { kind: 'resetting'; held: Uint8Array; deadlineMs: number }
  /** boot.py runs; the raw prompt is to come. Its time has no limit here: the caller interrupts it. */
  | { kind: 'booting'; held: Uint8Array; endsAs: 'reset' | 'ended'; interrupt: Interrupting | null }
  | { kind: 'leaving'; held: Uint8Array; before: Uint8Array; deadlineMs: number }
  /** Something unexpected happened: nothing is known until `enter` succeeds. */
  | { kind: 'astray' };

export type ModeOf<K extends ReplMode['kind']> = Extract<ReplMode, { kind: K }>;

export interface ReplState {
  mode: ReplMode;
  /** Remembered for the session: a board that refused raw-paste once is not asked again. */
  rawPaste: 'untried' | 'supported' | 'unsupported';
  /** The last bytes that the board sent since the last command: what an error tells. */
  arrived: Uint8Array;
}

export const initialReplState: ReplState = {
  mode: { kind: 'friendly', tail: new Uint8Array(0) },
  rawPaste: 'untried',
  arrived: new Uint8Array(0),
};

/** `nowMs` never runs backwards; its origin does not matter. */
export type ReplInput =
  | { kind: 'bytes'; bytes: Uint8Array; nowMs: number }
  /** Time passed: due whenever `dueMs(state)` is reached. */
  | { kind: 'tick'; nowMs: number }
  /**
   * From wherever the board is to the raw prompt, at once where it is known to be there; what runs is interrupted, unless `approach` says otherwise. Ends with `entered`,
   * `watching`, `gave-up` or `failed`.
   */
  | { kind: 'enter'; nowMs: number; timeoutMs: number; approach?: Approach }
  /** At the raw prompt: executes. Ends with `ended` or `failed`. */
  | { kind: 'execute'; source: Uint8Array; nowMs: number }
  /** At the raw prompt: soft reset; boot.py runs, main.py does not. Ends with `reset` or `failed`. */
  | { kind: 'soft-reset'; nowMs: number }
  /** At the raw prompt: to the friendly prompt. Ends with `left` or `failed`. */
  | { kind: 'leave'; nowMs: number }
  /** At the friendly prompt: soft reset. `restarted`, later `prompt`; or `failed`. */
  | { kind: 'restart'; nowMs: number }
  /** These keystrokes go to the board now. */
  | { kind: 'typed'; bytes: Uint8Array; nowMs: number }
  /** Ctrl-C, again and again, to whatever runs. `interrupt-failed` when it goes on for `timeoutMs`. */
  | { kind: 'interrupt'; nowMs: number; timeoutMs: number };

export type ReplEvent =
  | { kind: 'entered' }
  /** The way to the prompt, as far as it is: what is tried now. */
  | { kind: 'rung'; rung: Rung }
  /** Something runs and goes on; `silent` when it printed nothing so far. `prompt` tells its end. */
  | { kind: 'watching'; silent: boolean }
  /** No way led to the prompt. */
  | { kind: 'gave-up'; evidence: Evidence }
  /** The program runs: what is typed from now on is its standard input. */
  | { kind: 'started' }
  | { kind: 'output'; bytes: Uint8Array }
  | { kind: 'traceback'; bytes: Uint8Array }
  | { kind: 'ended'; rebooted: boolean }
  | { kind: 'boot-output'; bytes: Uint8Array }
  | { kind: 'reset' }
  /** `banner` is the line that names the firmware, null when it could not be told from the noise. */
  | { kind: 'left'; banner: string | null }
  /** Bytes of the friendly REPL. */
  | { kind: 'friendly'; bytes: Uint8Array }
  /** The board said "MPY: soft reboot" at the friendly REPL, asked or not: boot.py and main.py run. */
  | { kind: 'restarted' }
  /** What was typed at the friendly REPL runs for longer than a moment; `prompt` ends it. */
  | { kind: 'executing' }
  /** The friendly prompt is back. */
  | { kind: 'prompt' }
  /** Output of something in the background (a timer, a thread) where none was expected. */
  | { kind: 'noise'; bytes: Uint8Array }
  | { kind: 'interrupt-failed' }
  | { kind: 'failed'; reason: 'timeout' | 'unexpected'; awaited: string; arrived: Uint8Array };

/** One reaction within a step. `rest` is what this mode left for the next one; `awaited` says that it failed, for want of what. */
export interface Turn {
  mode: ReplMode;
  awaited?: string;
  rest?: Uint8Array;
  writes?: Uint8Array[];
  events?: ReplEvent[];
  rawPaste?: ReplState['rawPaste'];
}
