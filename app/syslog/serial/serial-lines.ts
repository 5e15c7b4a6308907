/**
 * What a board prints over its serial line, cut into what the log keeps: a line each, a traceback as one. What the prompt shows is
 * left out, and what somebody typed, which the board sends back: passwords are typed. It knows bytes, and no boards, times and stores.
 */
import { tracebackParts } from '../../traceback/index.ts';
import type { Severity } from '../message.ts';

export interface SerialText {
  bytes: Uint8Array;
  severity: Severity;
}

/** A line that is longer comes as several, and so does a traceback. */
export const longestSerialLine = 8192;
/** Lines that were typed ahead, or that a program took without showing them. */
const mostTyped = 8;
const longestTyped = 1024;

const severities = { printed: 6, traceback: 3, interrupted: 5 } as const;
const lineFeed = 10;
const backspace = '\b';
/** `>>> `, its second lines, and paste mode's; what follows is what somebody typed. */
const prompt = /^(?:>>> |\.\.\. |=== )/;
/** What a restart shows beside what programs print. */
const greeting = /^(?:MicroPython v\d.*; .*|Type "help\(\)" for more information\.|paste mode; Ctrl-C to cancel.*)$/;

export class SerialLines {
  #partial: Uint8Array = new Uint8Array(0);
  #traceback: string[] = [];
  /** Lines that were typed and not yet seen to come back. */
  #typed: string[] = [];
  #typing = '';
  #found: SerialText[] = [];

  /** Whether `rest` would give something: a line without its end, a traceback that may go on. */
  get isWaiting(): boolean {
    return this.#partial.length > 0 || this.#traceback.length > 0;
  }

  /** Takes the board's next bytes; gives what they complete. */
  take(bytes: Uint8Array): SerialText[] {
    let start = 0;
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
      this.#extend(bytes.subarray(start, end));
      this.#endLine();
      start = end + 1;
    }
    this.#extend(bytes.subarray(start));
    return this.#taken();
  }

  /** Notes what the user types, as the terminal sends it. */
  type(bytes: Uint8Array): void {
    for (const character of binary(bytes)) {
      if (character === '\r' || character === '\n') {
        if (this.#typing !== '') this.#typed = [...this.#typed, this.#typing].slice(-mostTyped);
        this.#typing = '';
      } else if (character === backspace || character === '\x7f') {
        this.#typing = this.#typing.slice(0, -1);
      } else if (character >= ' ' && this.#typing.length < longestTyped) {
        this.#typing += character;
      }
    }
  }

  /** The board has printed nothing for a while: what waits for more is a line, except for a prompt and what is being typed. */
  rest(): SerialText[] {
    const shown = withoutErased(binary(this.#partial));
    if (this.#typing !== '' && shown.endsWith(this.#typing)) {
      this.#takeLine(shown.slice(0, -this.#typing.length));
      this.#partial = fromBinary(this.#typing);
    } else if (!prompt.test(shown)) {
      this.#partial = new Uint8Array(0);
      this.#takeLine(shown);
      this.#typed = [];
    }
    this.#endTraceback();
    return this.#taken();
  }

  #taken(): SerialText[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }

  #extend(bytes: Uint8Array): void {
    let line = joined(this.#partial, bytes);
    while (line.length > longestSerialLine) {
      const end = characterStart(line, longestSerialLine);
      this.#takeLine(binary(line.subarray(0, end)));
      line = line.slice(end);
    }
    this.#partial = line;
  }

  #endLine(): void {
    const shown = withoutErased(binary(this.#partial)).replace(/\r+$/, '');
    this.#partial = new Uint8Array(0);
    this.#takeLine(this.#withoutTyped(shown));
  }

  /** A line that ends with what was typed shows it. */
  #withoutTyped(line: string): string {
    const place = this.#typed.findIndex((typed) => line.endsWith(typed));
    const typed = this.#typed[place];
    if (typed === undefined) return line;
    this.#typed = this.#typed.slice(place + 1);
    return line.slice(0, -typed.length);
  }

  #takeLine(line: string): void {
    if (tracebackParts.header.test(line)) {
      this.#endTraceback();
      this.#traceback = [line];
      return;
    }
    const lines = this.#traceback.length;
    if (lines > 0) {
      const length = this.#traceback.reduce((sum, each) => sum + each.length + 1, line.length);
      const isMiddle = tracebackParts.middle.test(line);
      const isLast = !isMiddle && lines > 1 && tracebackParts.last.test(line);
      if (length <= longestSerialLine && (isMiddle || isLast)) this.#traceback.push(line);
      else this.#endTraceback();
      if (isLast) this.#endTraceback();
      if (isMiddle || isLast) return;
    }
    if (line.trim() === '' || prompt.test(line) || greeting.test(line)) return;
    this.#found.push({ bytes: fromBinary(line), severity: severities.printed });
  }

  #endTraceback(): void {
    if (this.#traceback.length === 0) return;
    const bytes = fromBinary(this.#traceback.join('\n'));
    // Whoever presses Stop makes no error.
    const isStop = this.#traceback.at(-1)?.startsWith('KeyboardInterrupt') === true;
    this.#found.push({ bytes, severity: isStop ? severities.interrupted : severities.traceback });
    this.#traceback = [];
  }
}

/** A character a byte, so that texts can be compared before their encoding is known. */
function binary(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

function fromBinary(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** As a terminal shows it: what was erased by backspaces is gone. */
function withoutErased(line: string): string {
  if (!line.includes(backspace)) return line;
  let shown = '';
  for (const character of line.replaceAll('\x1b[K', '')) {
    shown = character === backspace ? shown.slice(0, -1) : shown + character;
  }
  return shown;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}

/** Where the UTF-8 character that holds the byte at `at` begins; `at` itself where there is none. */
function characterStart(bytes: Uint8Array, at: number): number {
  let start = at;
  while (start > at - 4 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start--;
  return ((bytes[start] ?? 0) & 0xc0) === 0x80 ? at : start;
}
