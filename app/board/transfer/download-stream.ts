/**
 * Reads what the download agent sends (app/micropython/agent/download.py): lines that begin with RS, and counted bytes between them.
 * What belongs to neither is output of something in the background.
 */
import { concat, decode, noBytes } from '../bytes.ts';

export type DownloadEvent =
  /** Of the next file; the sizes of all files come before the first bytes. */
  | { kind: 'size'; sizeBytes: number }
  | { kind: 'bytes'; bytes: Uint8Array }
  /** The file is at its end; `hash` is the SHA-256 of what the board read. */
  | { kind: 'end'; hash: string }
  | { kind: 'failed'; errno: number }
  | { kind: 'noise'; bytes: Uint8Array };

type State = { kind: 'line'; held: Uint8Array } | { kind: 'bytes'; held: Uint8Array; count: number; marks: string };

const recordMark = 0x1e;
const lineFeed = 0x0a;
const escapeByte = 0x1b;
const end = 0x04;

export class DownloadReader {
  readonly #onEvent: (event: DownloadEvent) => void;
  #state: State = { kind: 'line', held: noBytes };

  constructor(onEvent: (event: DownloadEvent) => void) {
    this.#onEvent = onEvent;
  }

  push(bytes: Uint8Array): void {
    let rest = bytes;
    while (rest.length > 0) rest = this.#state.kind === 'line' ? this.#takeLine(rest) : this.#takeBytes(rest);
  }

  /** What is left without an end is none of the agent's. */
  end(): void {
    if (this.#state.held.length > 0) this.#onEvent({ kind: 'noise', bytes: this.#state.held });
    this.#state = { kind: 'line', held: noBytes };
  }

  #takeLine(bytes: Uint8Array): Uint8Array {
    const at = bytes.indexOf(lineFeed);
    const line = concat([this.#state.held, at === -1 ? bytes.slice() : bytes.subarray(0, at + 1)]);
    if (at === -1) {
      this.#state = { kind: 'line', held: line };
      return noBytes;
    }
    this.#state = { kind: 'line', held: noBytes };
    const mark = line.lastIndexOf(recordMark);
    const noise = mark === -1 ? line : line.subarray(0, mark);
    if (noise.length > 0) this.#onEvent({ kind: 'noise', bytes: noise });
    if (mark !== -1) this.#record(decode(line.subarray(mark + 1)).trim());
    return bytes.subarray(at + 1);
  }

  #takeBytes(bytes: Uint8Array): Uint8Array {
    const state = this.#state;
    if (state.kind !== 'bytes') return bytes;
    const missing = state.count - state.held.length;
    const held = concat([state.held, bytes.slice(0, missing)]);
    if (held.length < state.count) {
      this.#state = { ...state, held };
      return noBytes;
    }
    this.#state = { kind: 'line', held: noBytes };
    this.#onEvent({ kind: 'bytes', bytes: unmarked(held, state.marks) });
    return bytes.subarray(missing);
  }

  #record(record: string): void {
    const [, count, marks = ''] = /^d(\d{1,9}),([\da-f]+)$/.exec(record) ?? [];
    if (Number(count) > 0) this.#state = { kind: 'bytes', held: noBytes, count: Number(count), marks };
    const [, letter, value = ''] = /^([f!](?=\d{1,9}$)|h)(\w+)$/.exec(record) ?? [];
    if (letter === 'f') this.#onEvent({ kind: 'size', sizeBytes: Number(value) });
    else if (letter === 'h') this.#onEvent({ kind: 'end', hash: value });
    else if (letter === '!') this.#onEvent({ kind: 'failed', errno: Number(value) });
  }
}

/** ESC stands for itself and for EOT; `marks` tells which: see the agent. */
function unmarked(bytes: Uint8Array, marks: string): Uint8Array {
  const bits = [...marks].map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0')).join('');
  const out = bytes.slice();
  let bit = bits.indexOf('1') + 1;
  for (let at = out.indexOf(escapeByte); at !== -1; at = out.indexOf(escapeByte, at + 1)) {
    if (bits[bit++] === '1') out[at] = end;
  }
  return out;
}
