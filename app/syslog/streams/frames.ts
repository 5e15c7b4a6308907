/**
 * Frames out of a stream of bytes (RFC 6587): octet counting (`11 <14>message`) and lines, told apart at each frame, for senders
 * mix them. A NUL ends a line too: Python's SysLogHandler sends no other end. A state machine over any split of the bytes; it holds
 * one frame at most and knows no sockets. Which lines are one message is for stream-records.ts to say.
 */

/** The largest message, as large as the largest datagram. */
export const largestFrameBytes = 65_507;

const nul = 0;
const lineFeed = 10;
const lessThan = 0x3c;
const space = 32;
const zero = 0x30;
const nine = 0x39;
/** More digits than the largest message has, and enough to see that it is a count and not a text. */
const mostDigits = 10;

type State =
  /** At the beginning of a message: digits may turn out to be a count. */
  | { kind: 'start' }
  /** Digits and a space came: a count if a message's PRI follows, else a line such as `21 degrees`. */
  | { kind: 'number' }
  | { kind: 'counted'; missing: number }
  | { kind: 'line' }
  /** A count over the limit came: what follows cannot be told apart any more. */
  | { kind: 'refused' };

/** What ended a frame: its count, a line feed, a NUL, the largest size of a line, or the stream. */
export type FrameEnd = 'count' | 'lineFeed' | 'nul' | 'limit' | 'stream';

export interface StreamFrame {
  /** Without the line's end; empty for an empty line. */
  bytes: Uint8Array;
  end: FrameEnd;
}

export class FrameReader {
  #state: State = { kind: 'start' };
  #held = new Uint8Array(256);
  #length = 0;

  /** Whether a message has begun and not ended. */
  get isInside(): boolean {
    return this.#length > 0 || this.#state.kind === 'counted';
  }

  /** Whether the stream is of no use any more: it announced a message over the limit. */
  get isRefused(): boolean {
    return this.#state.kind === 'refused';
  }

  /** Whether it is in the midst of a frame with a count. */
  get isCounting(): boolean {
    return this.#state.kind === 'counted';
  }

  /** What has come of the frame that is not complete: a view, until the next call. */
  get begun(): Uint8Array {
    return this.#held.subarray(0, this.#length);
  }

  /** Takes bytes and returns the frames that they complete. A line over the limit comes in pieces. */
  push(bytes: Uint8Array): StreamFrame[] {
    const frames: StreamFrame[] = [];
    let index = 0;
    while (index < bytes.length && !this.isRefused) {
      const state = this.#state;
      if (state.kind === 'counted') {
        const taken = Math.min(state.missing, bytes.length - index);
        this.#hold(bytes.subarray(index, index + taken));
        index += taken;
        state.missing -= taken;
        if (state.missing === 0) frames.push(this.#take('count'));
      } else if (state.kind === 'line') {
        index = this.#line(bytes, index, frames);
      } else if (state.kind === 'number') {
        this.#state = bytes[index] === lessThan ? this.#counted() : { kind: 'line' };
      } else {
        index = this.#begin(bytes, index);
      }
    }
    return frames;
  }

  /** The stream ended: what was held of a message, as far as it came. */
  end(): StreamFrame[] {
    return this.#length === 0 ? [] : [this.#take('stream')];
  }

  /** Reads digits and the space after them; anything else begins a line, digits included. */
  #begin(bytes: Uint8Array, from: number): number {
    for (let index = from; index < bytes.length; index++) {
      const code = bytes[index] ?? 0;
      const isDigit = code >= (this.#length === 0 ? zero + 1 : zero) && code <= nine;
      if (isDigit && this.#length < mostDigits) {
        this.#hold(bytes.subarray(index, index + 1));
        continue;
      }
      if (code !== space || this.#length === 0) {
        this.#state = { kind: 'line' };
        return index;
      }
      this.#hold(bytes.subarray(index, index + 1));
      this.#state = { kind: 'number' };
      return index + 1;
    }
    return bytes.length;
  }

  /** What is held is the count. */
  #counted(): State {
    const count = Number(new TextDecoder().decode(this.#held.subarray(0, this.#length)));
    this.#length = 0;
    return count > largestFrameBytes ? { kind: 'refused' } : { kind: 'counted', missing: count };
  }

  #line(bytes: Uint8Array, from: number, frames: StreamFrame[]): number {
    const end = lineEnd(bytes, from);
    const room = from + largestFrameBytes - this.#length;
    const until = Math.min(end < 0 ? bytes.length : end, room);
    this.#hold(bytes.subarray(from, until));
    if (until === end) {
      frames.push(this.#take(bytes[end] === nul ? 'nul' : 'lineFeed'));
      return end + 1;
    }
    if (this.#length === largestFrameBytes) {
      frames.push(this.#take('limit'));
      // The rest of a line too long is a line: a digit in the middle of a text is no count.
      this.#state = { kind: 'line' };
    }
    return until;
  }

  #hold(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > this.#held.length) {
      const larger = new Uint8Array(Math.min(largestFrameBytes, Math.max(length, this.#held.length * 2)));
      larger.set(this.#held.subarray(0, this.#length));
      this.#held = larger;
    }
    this.#held.set(bytes, this.#length);
    this.#length = length;
  }

  #take(end: FrameEnd): StreamFrame {
    const bytes = this.#held.slice(0, this.#length);
    this.#length = 0;
    if (!this.isRefused) this.#state = { kind: 'start' };
    return { bytes, end };
  }
}

/** Of the line feed or NUL that ends the line; -1 when it goes on. */
function lineEnd(bytes: Uint8Array, from: number): number {
  const end = bytes.indexOf(lineFeed, from);
  const nulBefore = bytes.subarray(from, end < 0 ? bytes.length : end).indexOf(nul);
  return nulBefore < 0 ? end : from + nulBefore;
}
