/**
 * A datagram while it is read: its bytes for the parsers to look at, and its text for them to cut. It knows encodings and
 * nothing of syslog.
 *
 * Decoding the whole datagram once and cutting strings out of it costs half of decoding each field; where the text is
 * ASCII (or was read as Latin-1) a byte's index is its character's index.
 */

export const byte = {
  tab: 9,
  lineFeed: 10,
  carriageReturn: 13,
  space: 32,
  quote: 34,
  percent: 37,
  asterisk: 42,
  plus: 43,
  comma: 44,
  minus: 45,
  dot: 46,
  zero: 48,
  nine: 57,
  colon: 58,
  less: 60,
  equals: 61,
  greater: 62,
  openBracket: 91,
  backslash: 92,
  closeBracket: 93,
} as const;

const replacement = '\uFFFD';
const nulSymbol = '\u2400';
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
// By the Encoding Standard this is windows-1252: every byte has a character, 0x80 to 0x9F printable ones.
const latin1 = new TextDecoder('latin1');

export function isDigit(code: number): boolean {
  return code >= byte.zero && code <= byte.nine;
}

/**
 * Datagrams that lie one after another in one array. Where all of them are ASCII, they share one decoding: a call of
 * TextDecoder costs as much as parsing does.
 */
export class DatagramChunk {
  readonly bytes: Uint8Array;
  /** One character a byte; null where some datagram is not plain ASCII. */
  readonly ascii: string | null;

  /** `bytes` must stay as they are while datagrams of the chunk are read. */
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    const text = utf8.decode(bytes);
    // Every character outside ASCII takes more bytes than UTF-16 units; a bad byte becomes one unit, the replacement.
    const isPlain = text.length === bytes.length && !text.includes(replacement) && !text.includes('\0');
    this.ascii = isPlain ? text : null;
  }
}

export class Datagram {
  readonly bytes: Uint8Array;
  readonly start: number;
  /** Where the content ends: line ends and NULs at the end of a datagram are framing, not text. */
  readonly end: number;
  /** Whether what was read so far gives the bytes back, written in the format's plainest form. */
  exact: boolean;
  /** Whether `fieldEnd` met printable ASCII only. */
  isPrintable = true;
  /** Where the datagram ends, framing included. */
  readonly #rawEnd: number;
  /** The text from `#textStart` on: of this datagram or, in ASCII, of the whole chunk. */
  readonly #text: string;
  readonly #textStart: number;
  /** Up to here a byte is a character: to the end in ASCII and Latin-1, to the first character of several bytes in UTF-8. */
  readonly #narrowEnd: number;

  constructor(chunk: DatagramChunk, start: number, rawEnd: number) {
    this.bytes = chunk.bytes;
    this.start = start;
    this.#rawEnd = rawEnd;
    this.end = contentEnd(chunk.bytes, start, rawEnd);
    this.exact = this.end === rawEnd;
    if (chunk.ascii !== null) {
      this.#text = chunk.ascii;
      this.#textStart = 0;
      this.#narrowEnd = rawEnd;
      return;
    }
    const content = chunk.bytes.subarray(start, this.end);
    const { text, isLossless } = decode(content);
    this.#text = text.includes('\0') ? text.replaceAll('\0', nulSymbol) : text;
    this.#textStart = start;
    this.#narrowEnd = text.length === content.length ? this.end : start + asciiLength(content);
    if (!isLossless || this.#text !== text) this.exact = false;
  }

  /** The bytes as they were received. */
  get raw(): Uint8Array {
    return this.bytes.subarray(this.start, this.#rawEnd);
  }

  /** The byte at `index`, counted as in `bytes`; a NUL, which no format's syntax has, at the end and past it. */
  at(index: number): number {
    return index < this.end ? (this.bytes[index] ?? 0) : 0;
  }

  /** The text of the bytes from `from` up to `to`. */
  slice(from: number, to: number): string {
    if (to <= this.#narrowEnd) return this.#text.slice(from - this.#textStart, to - this.#textStart);
    // The header is ASCII and what comes after it is the text: one piece of what is already decoded.
    if (to === this.end && from <= this.#narrowEnd) return this.#text.slice(from - this.#textStart);
    return utf8.decode(this.bytes.subarray(from, to)).replaceAll('\0', nulSymbol);
  }

  /** The index of the first space at or after `from`, or the end of the content. Notes what is not printable ASCII. */
  fieldEnd(from: number): number {
    const { bytes, end } = this;
    let index = from;
    for (; index < end; index++) {
      const code = bytes[index] ?? 0;
      if (code > byte.space && code < 127) continue;
      if (code === byte.space) break;
      this.isPrintable = false;
    }
    return index;
  }
}

/** As UTF-8 where it is, else as Latin-1, which loses that it was not. */
function decode(content: Uint8Array): { text: string; isLossless: boolean } {
  const text = utf8.decode(content);
  if (!text.includes(replacement) || isUtf8(content)) return { text, isLossless: true };
  return { text: latin1.decode(content), isLossless: false };
}

/** How many bytes at the head are ASCII. */
function asciiLength(content: Uint8Array): number {
  let length = 0;
  while (length < content.length && (content[length] ?? 0) < 0x80) length++;
  return length;
}

function contentEnd(bytes: Uint8Array, start: number, rawEnd: number): number {
  let end = rawEnd;
  for (; end > start; end--) {
    const last = bytes[end - 1];
    if (last !== 0 && last !== byte.lineFeed && last !== byte.carriageReturn) break;
  }
  return end;
}

/** By the table of the Unicode standard (3-7). A fatal TextDecoder tells the same, but throwing costs it 20 µs. */
export function isUtf8(bytes: Uint8Array): boolean {
  for (let index = 0; index < bytes.length; ) {
    const lead = bytes[index] ?? 0;
    const length = sequenceLength(lead, bytes[index + 1] ?? 0);
    if (length === 0 || index + length > bytes.length) return false;
    for (let next = index + 2; next < index + length; next++) {
      if (((bytes[next] ?? 0) & 0xc0) !== 0x80) return false;
    }
    index += length;
  }
  return true;
}

/** How many bytes a sequence with these first two has; 0 when none begins so. */
function sequenceLength(lead: number, second: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < lowest || second > highest) return 0;
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}
