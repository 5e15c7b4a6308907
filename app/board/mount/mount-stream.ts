/** Parts what a board sends into its own output and the questions of its mount (app/micropython/agent/mount.py). */
import { concat, decode, encode, noBytes } from '../bytes.ts';

export interface MountQuestion {
  /** The operation and its arguments. */
  head: unknown[];
  body: Uint8Array;
}

const mark = encode('\x18BR');
const headBytes = mark.length + 4;
const lineFeed = 0x0a;

export class MountReader {
  #held: Uint8Array = noBytes;
  readonly #onOutput: (bytes: Uint8Array) => void | Promise<void>;
  readonly #onQuestion: (question: MountQuestion) => void;

  constructor(options: {
    onOutput: (bytes: Uint8Array) => void | Promise<void>;
    onQuestion: (question: MountQuestion) => void;
  }) {
    this.#onOutput = options.onOutput;
    this.#onQuestion = options.onQuestion;
  }

  /** A promise when whoever takes the output asks for time. */
  push(bytes: Uint8Array): void | Promise<void> {
    const waits: Promise<void>[] = [];
    const show = (part: Uint8Array) => {
      const wait = part.length === 0 ? undefined : this.#onOutput(part);
      if (wait !== undefined) waits.push(wait);
    };
    let rest = this.#held.length === 0 ? bytes : concat([this.#held, bytes]);
    this.#held = noBytes;
    for (;;) {
      const at = beginning(rest);
      show(rest.subarray(0, at));
      rest = rest.subarray(at);
      if (rest.length === 0) break;
      const size = sizeOf(rest);
      if (size === null || rest.length < headBytes + size) {
        this.#held = rest.slice();
        break;
      }
      const question = Number.isNaN(size) ? null : questionIn(rest.slice(headBytes, headBytes + size));
      if (question === null) {
        // A program's own bytes that look like the mark.
        show(rest.subarray(0, 1));
        rest = rest.subarray(1);
      } else {
        rest = rest.subarray(headBytes + size);
        this.#onQuestion(question);
      }
    }
    if (waits.length > 0) return Promise.all(waits).then(() => undefined);
  }
}

/** Where the mark is, or as much of it as there is at the end. */
function beginning(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(0x18); at !== -1; at = bytes.indexOf(0x18, at + 1)) {
    const seen = bytes.subarray(at, at + mark.length);
    if (seen.every((byte, index) => byte === mark[index])) return at;
  }
  return bytes.length;
}

/** Null when it has not arrived yet; NaN when it is no length. */
function sizeOf(bytes: Uint8Array): number | null {
  const text = decode(bytes.subarray(mark.length, headBytes));
  if (!/^[0-9a-f]*$/.test(text)) return Number.NaN;
  return bytes.length < headBytes ? null : Number.parseInt(text, 16);
}

function questionIn(payload: Uint8Array): MountQuestion | null {
  const end = payload.indexOf(lineFeed);
  if (end === -1) return null;
  try {
    const head: unknown = JSON.parse(decode(payload.subarray(0, end)));
    return Array.isArray(head) ? { head, body: payload.subarray(end + 1) } : null;
  } catch {
    return null;
  }
}
