/**
 * The records of a stream that are its messages: lines that go on with the one before become one message with it. RFC 6587
 * section 3.4.2 ends a message at each line feed and knows no line breaks inside; Python's `logging.exception` and MicroPython's
 * `print_exception` send them all the same. Each message of syslog begins with its PRI, so a line without one, right after a
 * message of lines, is more of it (what rsyslog's imptcp does with `multiLine="on"`; syslog-ng wants octet counts). A stream that
 * never sends a PRI has a message a line. It knows no sockets and no time: its owner says when nothing followed at once.
 */
import { FrameReader, largestFrameBytes, type StreamFrame } from './frames.ts';

/** As a traceback of datagrams may have. A file that is poured into the stream behind a message is no part of it. */
const mostLines = 200;

const lineFeed = 10;
const lessThan = 0x3c;
const moreThan = 0x3e;
const highestPriority = 191;

export class StreamRecords {
  readonly #reader = new FrameReader();
  #lines: Uint8Array[] = [];
  #bytes = 0;

  /** Whether a message has begun and its bytes have not all come. */
  get isInside(): boolean {
    return this.#reader.isInside;
  }

  /** Whether the stream is of no use any more: it announced a message over the limit. */
  get isRefused(): boolean {
    return this.#reader.isRefused;
  }

  /** Whether a message is held that the next line may go on with: `settle` ends it when none follows at once. */
  get isOpen(): boolean {
    return this.#lines.length > 0;
  }

  /** Takes bytes and returns the messages that they complete, in order. */
  push(bytes: Uint8Array): Uint8Array[] {
    const messages = this.#reader.push(bytes).flatMap((frame) => this.#take(frame));
    const { isRefused, isCounting, begun } = this.#reader;
    if (isRefused || isCounting || startsMessage(begun)) messages.push(...this.#close());
    return messages;
  }

  /** Nothing followed at once: gives the message that was held, if no line has begun that goes on with it. */
  settle(): Uint8Array[] {
    return this.#reader.begun.length === 0 ? this.#close() : [];
  }

  /** The stream ended: what was held, as far as it came. */
  end(): Uint8Array[] {
    return [...this.#reader.end().flatMap((frame) => this.#take(frame)), ...this.#close()];
  }

  #take({ bytes, end }: StreamFrame): Uint8Array[] {
    if (end === 'count') return [...this.#close(), bytes];
    const begins = startsMessage(bytes);
    const fits = this.#lines.length < mostLines && this.#bytes + bytes.length < largestFrameBytes;
    const ended = this.isOpen && (begins || !fits) ? this.#close() : [];
    if (!this.isOpen && !begins) return bytes.length === 0 ? ended : [...ended, bytes];
    this.#lines.push(bytes);
    this.#bytes += bytes.length + 1;
    return end === 'lineFeed' ? ended : [...ended, ...this.#close()];
  }

  #close(): Uint8Array[] {
    const [first] = this.#lines;
    if (first === undefined) return [];
    const message = this.#lines.length === 1 ? first : joined(this.#lines, this.#bytes);
    this.#lines = [];
    this.#bytes = 0;
    return [message];
  }
}

/** The lines with a line feed between each two, without those that are empty at the end. */
function joined(lines: readonly Uint8Array[], bytes: number): Uint8Array {
  const message = new Uint8Array(bytes);
  let length = 0;
  for (const line of lines) {
    message.set(line, length);
    length += line.length;
    message[length++] = lineFeed;
  }
  while (message[length - 1] === lineFeed) length--;
  return message.subarray(0, length);
}

/** Whether a message begins so: a PRI of RFC 5424 section 6.2.1, whose leading zeros senders write all the same. */
function startsMessage(bytes: Uint8Array): boolean {
  if (bytes[0] !== lessThan) return false;
  let priority = 0;
  for (let index = 1; index < 5; index++) {
    const code = bytes[index] ?? 0;
    if (code === moreThan) return index > 1 && priority <= highestPriority;
    if (code < 0x30 || code > 0x39) return false;
    priority = priority * 10 + code - 0x30;
  }
  return false;
}
