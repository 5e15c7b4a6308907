/**
 * The line editing of `input()`: echo, backspace, cursor keys, as MicroPython's readline does it (without its history). Bytes in;
 * echo out, and the line when it is finished.
 */

const CTRL_A = 0x01;
const CTRL_B = 0x02;
const CTRL_D = 0x04;
const CTRL_E = 0x05;
const BACKSPACE = 0x08;
const TAB = 0x09;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const ESCAPE = 0x1b;
const DELETE = 0x7f;

const encoder = new TextEncoder();

/** What `input()` returns for end of input; no line holds a NUL. */
export const endOfInput = '\0';

export class LineEditor {
  readonly #echo: (bytes: Uint8Array) => void;
  #line: number[] = [];
  #cursor = 0;
  /** The escape sequence so far, or null. */
  #escape: string | null = null;
  #afterReturn = false;

  constructor(echo: (bytes: Uint8Array) => void) {
    this.#echo = echo;
  }

  begin(): void {
    this.#line = [];
    this.#cursor = 0;
    this.#escape = null;
  }

  /** Takes a byte; gives the line when it is finished, `endOfInput` for Ctrl-D on an empty one. */
  feed(byte: number): string | undefined {
    const afterReturn = this.#afterReturn;
    this.#afterReturn = byte === RETURN;
    // The LF of a CR LF belongs to the line before.
    if (byte === LINE_FEED && afterReturn) return undefined;
    if (this.#escape !== null) {
      this.#continueEscape(byte);
      return undefined;
    }
    if (byte === RETURN || byte === LINE_FEED) {
      this.#write('\r\n');
      return Buffer.from(this.#line).toString('utf8');
    }
    if (byte === CTRL_D && this.#line.length === 0) return endOfInput;
    if (byte === ESCAPE) this.#escape = '';
    else if (byte === CTRL_A) this.#moveTo(0);
    else if (byte === CTRL_E) this.#moveTo(this.#line.length);
    else if (byte === CTRL_B) this.#moveTo(this.#before());
    else if (byte === BACKSPACE || byte === DELETE) this.#removeBefore();
    else if (byte >= 0x20 || byte === TAB) this.#insert(byte);
    return undefined;
  }

  #continueEscape(byte: number): void {
    const sequence = `${this.#escape}${String.fromCharCode(byte)}`;
    if (sequence === '[' || sequence === 'O' || /^\[\d$/.test(sequence)) {
      this.#escape = sequence;
      return;
    }
    this.#escape = null;
    if (sequence === '[D') this.#moveTo(this.#before());
    else if (sequence === '[C') this.#moveTo(this.#after());
    else if (/^(\[H|OH|\[[17]~)$/.test(sequence)) this.#moveTo(0);
    else if (/^(\[F|OF|\[[48]~)$/.test(sequence)) this.#moveTo(this.#line.length);
    else if (sequence === '[3~' && this.#cursor < this.#line.length) {
      this.#moveTo(this.#after());
      this.#removeBefore();
    }
  }

  #insert(byte: number): void {
    this.#line.splice(this.#cursor, 0, byte);
    this.#cursor += 1;
    const rest = this.#line.slice(this.#cursor);
    this.#echo(Uint8Array.from([byte, ...rest]));
    this.#back(columns(rest));
  }

  #removeBefore(): void {
    if (this.#cursor === 0) return;
    const from = this.#before();
    this.#back(columns(this.#line.slice(from, this.#cursor)));
    this.#line.splice(from, this.#cursor - from);
    this.#cursor = from;
    const rest = this.#line.slice(from);
    this.#write('\x1b[K');
    this.#echo(Uint8Array.from(rest));
    this.#back(columns(rest));
  }

  #moveTo(target: number): void {
    if (target < this.#cursor) this.#back(columns(this.#line.slice(target, this.#cursor)));
    else this.#echo(Uint8Array.from(this.#line.slice(this.#cursor, target)));
    this.#cursor = target;
  }

  /** The character before the cursor begins here: UTF-8's following bytes belong to it. */
  #before(): number {
    let at = this.#cursor - 1;
    while (at > 0 && isFollowing(this.#line[at])) at -= 1;
    return Math.max(0, at);
  }

  #after(): number {
    let at = this.#cursor + 1;
    while (isFollowing(this.#line[at])) at += 1;
    return Math.min(at, this.#line.length);
  }

  #back(count: number): void {
    if (count > 4) this.#write(`\x1b[${count}D`);
    else this.#write('\b'.repeat(count));
  }

  #write(text: string): void {
    if (text !== '') this.#echo(encoder.encode(text));
  }
}

const isFollowing = (byte: number | undefined) => byte !== undefined && (byte & 0xc0) === 0x80;

/** How many characters the bytes show as. */
const columns = (bytes: readonly number[]) => bytes.filter((byte) => !isFollowing(byte)).length;
