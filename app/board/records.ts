/**
 * How Bramble's snippets answer: lines that begin with RS (0x1e), one record each. Whatever else arrives between them is
 * output of something in the background (a timer's callback, a thread) and is none of the answer.
 */
import { concat, decode, noBytes } from './bytes.ts';

const recordMark = 0x1e;
const lineFeed = 0x0a;

export class RecordReader {
  #line: Uint8Array = noBytes;
  readonly #onRecord: (text: string) => void;
  readonly #onNoise: (bytes: Uint8Array) => void;

  constructor(options: { onRecord: (text: string) => void; onNoise: (bytes: Uint8Array) => void }) {
    this.#onRecord = options.onRecord;
    this.#onNoise = options.onNoise;
  }

  push(bytes: Uint8Array): void {
    let start = 0;
    for (let end = bytes.indexOf(lineFeed); end !== -1; end = bytes.indexOf(lineFeed, start)) {
      this.#take(concat([this.#line, bytes.subarray(start, end + 1)]));
      this.#line = noBytes;
      start = end + 1;
    }
    if (start < bytes.length) this.#line = concat([this.#line, bytes.slice(start)]);
  }

  /** What is left without a line's end is no record. */
  end(): void {
    if (this.#line.length > 0) this.#onNoise(this.#line);
    this.#line = noBytes;
  }

  #take(line: Uint8Array): void {
    const mark = line.indexOf(recordMark);
    const noise = mark === -1 ? line : line.subarray(0, mark);
    if (noise.length > 0) this.#onNoise(noise);
    if (mark !== -1) this.#onRecord(decode(line.subarray(mark + 1)).replace(/\r?\n$/, ''));
  }
}
