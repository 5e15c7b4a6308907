/**
 * A Pico W's life, in its own thread: boot.py, main.py, REPL, soft reset, for ever. What it hears comes through shared memory,
 * what it says too, but for a few messages; it never returns to the thread's event loop.
 */

import type { ControlBlock } from '../control-block.ts';
import type { FlashFolder } from '../flash/flash-folder.ts';
import type { PosixCalls } from '../flash/posix-calls.ts';
import type { Interpreter } from '../interpreter/interpreter.ts';
import type { Snapshot } from '../interpreter/interpreter-snapshot.ts';
import { type InterruptCells, takeInterrupt } from '../interpreter/interrupt-cells.ts';
import { softResetCall } from '../worker-messages.ts';
import type { BoardConsole } from './board-console.ts';
import type { PreparedBoard } from './board-preparation.ts';
import { fileOutcome, type HostModule } from './host-module.ts';
import { LineDiscipline } from './line-discipline.ts';
import { encodeState } from './prepared-state.ts';
import type { SecondTerminal } from './second-terminal.ts';

const rawBanner = 'raw REPL; CTRL-B to exit\r\n';
const CTRL_A = 1;
const CTRL_C = 3;
const ascii = (text: string) => new TextEncoder().encode(text);

export class BoardThread {
  readonly #control: ControlBlock;
  readonly #console: BoardConsole;
  readonly #terminal: SecondTerminal;
  readonly #flash: FlashFolder;
  readonly #files: PosixCalls;
  readonly #host: HostModule;
  readonly #interpreter: Interpreter;
  readonly #cells: InterruptCells;
  readonly #ready: Snapshot;
  readonly #prepared: PreparedBoard;

  constructor(prepared: PreparedBoard) {
    this.#prepared = prepared;
    this.#control = prepared.control;
    this.#console = prepared.console;
    this.#terminal = prepared.terminal;
    this.#flash = prepared.flash;
    this.#files = prepared.files;
    this.#host = prepared.host;
    this.#interpreter = prepared.interpreter;
    this.#cells = prepared.learnt.interrupt;
    this.#ready = prepared.interpreter.snapshot();
  }

  /** What another board can begin with; undefined when this one did so itself, or when there is what cannot be carried over. */
  portableState(): Uint8Array | undefined {
    const { host, learnt, restored } = this.#prepared;
    return restored ? undefined : encodeState(this.#ready, host.functions, learnt);
  }

  /** Runs for ever. */
  live(callOwner: (name: string) => void): never {
    for (let mode: 'friendly' | 'raw' = 'friendly'; ; ) {
      mode = this.#liveUntilReset(mode);
      this.#console.send(ascii('MPY: soft reboot\r\n'));
      this.#console.flush();
      this.#terminal.reset();
      callOwner(softResetCall);
      this.#files.reset();
      this.#ready.restore();
    }
  }

  /** As `main()` of rp2's main.c: a failing boot.py keeps main.py from running, and the raw REPL does too. */
  #liveUntilReset(mode: 'friendly' | 'raw'): 'friendly' | 'raw' {
    const boot = this.#runFile('boot.py');
    if (boot === fileOutcome.exited) return mode;
    if (mode === 'friendly' && boot === fileOutcome.finished && this.#runFile('main.py') === fileOutcome.exited) {
      return mode;
    }
    const discipline = this.#startRepl(mode);
    const byte = new Uint8Array(1);
    for (;;) {
      let restart = this.#console.read(byte, false) > 0 && discipline.feed(byte[0] ?? 0);
      // A Ctrl-C that came too late for the program is one that the REPL reads.
      if (!restart && takeInterrupt(this.#interpreter.words(), this.#cells)) restart = discipline.feed(CTRL_C);
      if (restart) return discipline.mode;
    }
  }

  /** Runs a file of the flash's root in `__main__`, if it is there; one of `fileOutcome`. */
  #runFile(name: string): number {
    const entry = this.#flash.stat(`/${name}`);
    if (typeof entry === 'number' || entry.kind !== 'file') return fileOutcome.finished;
    this.#host.outcome = fileOutcome.raised;
    this.#python(() => {
      try {
        this.#interpreter.run(`__import__('_board').run_file('${name}')`);
      } catch (error) {
        // Ctrl-C outside of what the file's own runner catches.
        if (!(error instanceof Error) || error.name !== 'PythonError') throw error;
        this.#console.write(ascii(error.message), 'text');
      }
    });
    takeInterrupt(this.#interpreter.words(), this.#cells);
    return this.#host.outcome;
  }

  /** Between the two, Ctrl-C interrupts; `micropython.kbd_intr` says whether while it lasts. */
  #python<T>(act: () => T): T {
    this.#control.interruptCharacter = CTRL_C;
    this.#control.activity = 'running';
    try {
      return act();
    } finally {
      this.#control.activity = 'prompt';
    }
  }

  #startRepl(mode: 'friendly' | 'raw'): LineDiscipline {
    const filter = new ReplFilter(this.#host.names, () => discipline.noteRawMode());
    const discipline = new LineDiscipline({
      feedRepl: (byte) => this.#python(() => this.#interpreter.feedRepl(byte)),
      send: (bytes) => this.#console.send(bytes),
      amend: (fed, source) => this.#interpreter.replaceAll(fed, source),
      dropNext: (text) => filter.dropNext(text),
      isBroken: (source) => this.#isBroken(source),
    });
    // The image begins its banners with an empty line, as after Ctrl-B and Ctrl-A; a board that restarts does not.
    filter.dropNext('\r\n');
    this.#console.replFilter = (bytes) => (mode === 'raw' ? new Uint8Array() : filter.pass(bytes));
    this.#interpreter.startRepl();
    this.#console.replFilter = (bytes) => filter.pass(bytes);
    if (mode === 'raw') discipline.feed(CTRL_A);
    return discipline;
  }

  /**
   * Whether the complete lines so far have a syntax error before their end. At the end an error may only mean that more is to
   * come, and inside a string over several lines the error stands where the string began: closing it must not help.
   */
  #isBroken(source: Uint8Array): boolean {
    const lines = Buffer.from(source.subarray(0, source.lastIndexOf(0x0a) + 1)).toString('utf8');
    const lastLine = lines.split('\n').length;
    return ['', '\n"""\n', "\n'''\n"].every((ending) => {
      this.#host.source = lines + ending;
      this.#host.errorLine = 0;
      this.#prepared.heap.withReserve(() => this.#interpreter.run(`__import__('_board').check_source()`));
      return this.#host.errorLine > 0 && this.#host.errorLine < lastLine;
    });
  }
}

/** What the REPL itself writes: the image's names for itself are replaced, and its modes are noticed. */
class ReplFilter {
  readonly #names: ReadonlyMap<string, string>;
  readonly #onRawMode: () => void;
  #drop: string | null = null;

  constructor(names: ReadonlyMap<string, string>, onRawMode: () => void) {
    this.#names = names;
    this.#onRawMode = onRawMode;
  }

  /** Drops the next output of exactly this text. */
  dropNext(text: string): void {
    this.#drop = text;
  }

  pass(bytes: Uint8Array): Uint8Array {
    if (bytes.length > 100) return bytes;
    const text = Buffer.from(bytes).toString('latin1');
    if (text === this.#drop) {
      this.#drop = null;
      return new Uint8Array();
    }
    if (text === rawBanner) this.#onRawMode();
    const shown = this.#names.get(text);
    return shown === undefined ? bytes : ascii(shown);
  }
}
