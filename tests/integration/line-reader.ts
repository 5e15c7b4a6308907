/** The far end of a simulated board's line, for tests: sends text and waits for what the board says. */
import type { BoardLine } from '../../app/simulator/index.ts';

const patienceMs = 10_000;

/** Text stands for bytes, one character each (Latin-1), as in the recordings. */
export class LineReader {
  readonly #line: BoardLine;
  #received = '';
  #changed = Promise.withResolvers<void>();

  constructor(line: BoardLine) {
    this.#line = line;
    line.onData((bytes) => {
      this.#received += Buffer.from(bytes).toString('latin1');
      this.#changed.resolve();
      this.#changed = Promise.withResolvers();
    });
  }

  write(text: string): Promise<void> {
    return this.#line.write(Buffer.from(text, 'latin1'));
  }

  /** Waits until `text` has come, and gives everything up to its end. */
  async until(text: string): Promise<string> {
    await this.#wait(() => this.#received.includes(text), `for ${JSON.stringify(text)}`);
    const end = this.#received.indexOf(text) + text.length;
    const taken = this.#received.slice(0, end);
    this.#received = this.#received.slice(end);
    return taken;
  }

  /** Waits until what came, changed by `normalise`, has at least `length` characters, and gives it all. */
  async take(normalise: (text: string) => string, length: number): Promise<string> {
    await this.#wait(() => normalise(this.#received).length >= length, `for ${length} characters`).catch(() => {});
    const taken = normalise(this.#received);
    this.#received = '';
    return taken;
  }

  /** What came and was not taken. */
  get rest(): string {
    return this.#received;
  }

  async #wait(condition: () => boolean, what: string): Promise<void> {
    const deadline = Date.now() + patienceMs;
    while (!condition()) {
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`Waited ${what}; what came was ${JSON.stringify(this.#received)}`);
      let timer: NodeJS.Timeout | undefined;
      const expired = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, left);
      });
      await Promise.race([this.#changed.promise, expired]);
      clearTimeout(timer);
    }
  }
}
