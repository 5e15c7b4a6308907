/** What a command says of one of several boards: each line begins with the board's name. */
import { Buffer } from 'node:buffer';
import { Writable } from 'node:stream';
import { Output } from './output.ts';

const lineFeed = 0x0a;

/** Passes whole lines on, with a label before each; what is left at the end becomes a line of its own. */
class LabelledLines extends Writable {
  readonly #label: Buffer;
  readonly #pass: (bytes: Buffer) => Promise<void>;
  #held = Buffer.alloc(0);

  constructor(label: string, pass: (bytes: Buffer) => Promise<void>) {
    super();
    this.#label = Buffer.from(`[${label}] `);
    this.#pass = pass;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const all = Buffer.concat([this.#held, chunk]);
    const lines: Buffer[] = [];
    let from = 0;
    for (let end = all.indexOf(lineFeed); end !== -1; end = all.indexOf(lineFeed, from)) {
      lines.push(this.#label, all.subarray(from, end + 1));
      from = end + 1;
    }
    this.#held = all.subarray(from);
    this.#passOn(lines, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#passOn(this.#held.length === 0 ? [] : [this.#label, this.#held, Buffer.from('\n')], done);
  }

  #passOn(parts: Buffer[], done: (error?: Error | null) => void): void {
    const passed = parts.length === 0 ? Promise.resolve() : this.#pass(Buffer.concat(parts));
    passed.then(() => done(), done);
  }
}

export interface LabelledOutput {
  output: Output;
  /** Writes what is left of unfinished lines; resolves when all was taken. */
  end(): Promise<void>;
}

export function labelledOutput(output: Output, label: string): LabelledOutput {
  const stdout = new LabelledLines(label, (bytes) => output.write(bytes));
  const stderr = new LabelledLines(label, async (bytes) => output.note(bytes.toString('utf8')));
  const ended = (stream: Writable) => new Promise<void>((resolve) => stream.end(resolve));
  return {
    output: new Output(stdout, stderr),
    end: async () => void (await Promise.all([ended(stdout), ended(stderr)])),
  };
}
