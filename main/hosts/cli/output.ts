/**
 * What the command line says, and where: results on stdout, progress and errors on stderr. A reader that goes away
 * (`bramble fs tree | head`) is no error: `closed` aborts, and the command ends quietly.
 */
import type { Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { jsonLine } from '../../../app/base/index.ts';
import { LineEndFold } from './line-ends.ts';

/** From the cursor to the line's end. */
const eraseLine = '\x1b[K';

export interface BoardBytes {
  /** Resolves when the bytes were taken. */
  write(bytes: Uint8Array): Promise<void>;
  /** Writes what was held back. */
  end(): Promise<void>;
}

export class Output {
  readonly #stdout: Writable | WriteStream;
  readonly #stderr: Writable | WriteStream;
  readonly #closed = new AbortController();
  #progressShown = false;
  #isBroken = false;

  constructor(stdout: Writable | WriteStream, stderr: Writable | WriteStream) {
    this.#stdout = stdout;
    this.#stderr = stderr;
    stdout.on('error', (error: NodeJS.ErrnoException) => this.#end(error));
    // Nobody is left to be told when stderr itself is gone.
    stderr.on('error', () => {});
  }

  /** Whether the results are shown by a terminal. */
  get isTerminal(): boolean {
    return isTerminal(this.#stdout);
  }

  /** Whether what is said on stderr is shown by a terminal. */
  get isReadByPerson(): boolean {
    return isTerminal(this.#stderr);
  }

  /** Aborts when nobody reads the results any more. */
  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  /** Whether results could not be written though somebody wants them: a full disk, not a reader that went away. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** Writes results; resolves when they were taken, so that a slow reader slows the board. */
  write(result: string | Uint8Array): Promise<void> {
    if (this.#closed.signal.aborted || result.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#stdout.write(result, () => resolve()));
  }

  /**
   * A way for what the board prints. A terminal makes CRLF of LF by itself, so the board's CRLF is folded for it; elsewhere only
   * when `lf` asks for it.
   */
  boardBytes({ lf }: { lf: boolean }): BoardBytes {
    const fold = lf || isTerminal(this.#stdout) ? new LineEndFold() : null;
    return {
      write: (bytes) => this.write(fold?.push(bytes) ?? bytes),
      end: () => (fold === null ? Promise.resolve() : this.write(fold.end())),
    };
  }

  /** One line of results. */
  line(text: string): Promise<void> {
    return this.write(`${text}\n`);
  }

  /** One value for a program that reads: JSON on a line of its own. */
  json(value: unknown): Promise<void> {
    return this.line(jsonLine(value));
  }

  /** Text for the person at the terminal, on stderr, as it is. */
  note(text: string): void {
    this.#stderr.write(this.#progressShown ? `\r${eraseLine}${text}` : text);
    this.#progressShown = false;
  }

  /** How far something is, on a line of the terminal that the next note replaces. Nothing when stderr is no terminal. */
  progress(text: string): void {
    if (!isTerminal(this.#stderr)) return;
    this.#stderr.write(`\r${text}${eraseLine}`);
    this.#progressShown = true;
  }

  /** A sentence for the person at the terminal, on stderr, with the program's name before it. */
  say(sentence: string): void {
    this.note(`bramble: ${sentence}\n`);
  }

  /** Resolves when everything said so far has left the process. */
  async flush(): Promise<void> {
    await Promise.all([this.#stdout, this.#stderr].map(drained));
  }

  #end(error: NodeJS.ErrnoException): void {
    if (this.#closed.signal.aborted) return;
    if (error.code !== 'EPIPE') {
      this.#isBroken = true;
      this.say(`The results could not be written: ${error.message}.`);
    }
    this.#closed.abort(error);
  }
}

function isTerminal(stream: Writable | WriteStream): boolean {
  return 'isTTY' in stream && stream.isTTY;
}

function drained(stream: Writable): Promise<void> {
  if (stream.destroyed || !stream.writable) return Promise.resolve();
  return new Promise((resolve) => {
    stream.once('close', resolve);
    stream.write('', () => resolve());
  });
}
