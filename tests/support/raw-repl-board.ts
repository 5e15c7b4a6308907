/** A simulated board with a flash folder of its own, for tests that run programs in its raw REPL. */
import { vi } from 'vitest';
import type { Disposable } from '../../app/base/index.ts';
import type { SimulatedBoard } from '../../main/simulator/simulated-board.ts';
import { LineReader } from '../integration/line-reader.ts';
import { boardStart } from './board-start.ts';
import { startTemporaryBoard, type TemporaryBoard } from './temporary-board.ts';

export class RawReplBoard implements Disposable {
  readonly #temporary: TemporaryBoard;
  #line: LineReader;

  /** A board at its raw REPL. */
  static async start(): Promise<RawReplBoard> {
    const raw = new RawReplBoard(await startTemporaryBoard({ name: 'test', ...boardStart }));
    await raw.enter();
    return raw;
  }

  private constructor(temporary: TemporaryBoard) {
    this.#temporary = temporary;
    this.#line = new LineReader(temporary.board.openLine());
  }

  get board(): SimulatedBoard {
    return this.#temporary.board;
  }

  /** The board's root. */
  get flash(): string {
    return this.#temporary.flash;
  }

  get line(): LineReader {
    return this.#line;
  }

  /** Plugs a new line in, for one that was closed. */
  plugIn(): void {
    this.#line = new LineReader(this.board.openLine());
  }

  /** Past whatever the board says at first, to the raw REPL. */
  async enter(): Promise<void> {
    await this.whenActivity('prompt');
    await this.line.write('\u0003\u0002print("on" + "line")\r');
    await this.line.until('online\r\n>>> ');
    await this.line.write('\u0001');
    await this.line.until('CTRL-B to exit\r\n>');
  }

  /** Begins a program, a line an argument. */
  async begin(...program: string[]): Promise<void> {
    await this.line.write(Buffer.from(`${program.join('\n')}\u0004`).toString('latin1'));
    await this.line.until('OK');
  }

  /** Runs a program to its end; gives output, EOTs and all. */
  async run(...program: string[]): Promise<string> {
    await this.begin(...program);
    return this.line.until('\u0004>');
  }

  async whenActivity(activity: SimulatedBoard['activity']): Promise<void> {
    await vi.waitUntil(() => this.board.activity === activity, { interval: 1, timeout: 10_000 });
  }

  async dispose(): Promise<void> {
    await this.#temporary.dispose();
  }
}

/** What the raw REPL answers to a program that ends in an error. */
export const traceback = (line: number, error: string) =>
  `\u0004Traceback (most recent call last):\r\n  File "<stdin>", line ${line}, in <module>\r\n${error}\r\n\u0004>`;
