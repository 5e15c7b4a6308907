/**
 * What stands between the serial line and the interpreter's own REPL: it passes every byte on, but takes raw-paste over, whose
 * reading the image cannot do, and submits what was pasted as an ordinary raw command. One byte in at a time.
 */

export interface LineDisciplineOptions {
  /** Feeds the interpreter's REPL; true when the board is to restart. */
  feedRepl: (byte: number) => boolean;
  /** Sends bytes to the line. */
  send: (bytes: Uint8Array) => void;
  /** Writes `source` where the REPL holds `fed`, of the same length: the two differ where `fed` could not be fed as it is. */
  amend: (fed: Uint8Array, source: Uint8Array) => void;
  /** Drops the REPL's next output of exactly this text. */
  dropNext: (text: string) => void;
  /** Whether source that more will follow already has a syntax error that nothing that follows can mend. */
  isBroken: (source: Uint8Array) => boolean;
}

type Paste =
  | { kind: 'none' }
  | { kind: 'reading'; source: number[]; windowLeft: number; checkAt: number }
  /** The source was found broken; the host has been told, and sends on until it notices. */
  | { kind: 'draining'; source: number[] };

const CTRL_A = 1;
const CTRL_B = 2;
const CTRL_C = 3;
const CTRL_D = 4;
const CTRL_E = 5;
/** A control character that the raw REPL takes as it is. */
const placeholder = 0x1a;
/** rp2 grants half of its 256-byte buffer at a time, and two halves at first. */
const windowBytes = 128;
const pasteAccepted = Uint8Array.of(0x52, 1, windowBytes & 0xff, windowBytes >> 8, 1);
const interruptedPaste = new TextEncoder().encode('\u0004\u0004KeyboardInterrupt: \r\n\u0004>');

export class LineDiscipline {
  readonly #options: LineDisciplineOptions;
  #mode: 'friendly' | 'raw' = 'friendly';
  /** The raw command so far, as far as it matters: its first two bytes and how many there are. */
  #rawLine: { start: number[]; length: number } = { start: [], length: 0 };
  #paste: Paste = { kind: 'none' };

  constructor(options: LineDisciplineOptions) {
    this.#options = options;
  }

  get mode(): 'friendly' | 'raw' {
    return this.#mode;
  }

  /** The REPL said that it is in raw mode. */
  noteRawMode(): void {
    this.#mode = 'raw';
    this.#rawLine = { start: [], length: 0 };
  }

  /** Takes a byte from the line; true when the board is to restart. */
  feed(byte: number): boolean {
    if (this.#paste.kind === 'reading') return this.#readPaste(this.#paste, byte);
    if (this.#paste.kind === 'draining') return this.#drainPaste(this.#paste, byte);
    return this.#mode === 'raw' ? this.#feedRaw(byte) : this.#options.feedRepl(byte);
  }

  #feedRaw(byte: number): boolean {
    const { start, length } = this.#rawLine;
    if (byte === CTRL_A && length === 2 && start[0] === CTRL_E && start[1] === 0x41) {
      this.#clearRawLine();
      this.#paste = { kind: 'reading', source: [], windowLeft: windowBytes, checkAt: windowBytes };
      this.#options.send(pasteAccepted);
      return false;
    }
    if (byte >= CTRL_A && byte <= CTRL_D) {
      this.#rawLine = { start: [], length: 0 };
      if (byte === CTRL_B) this.#mode = 'friendly';
    } else {
      if (length < 2) start.push(byte);
      this.#rawLine.length += 1;
    }
    return this.#options.feedRepl(byte);
  }

  /** Ctrl-C clears the interpreter's line without a word. */
  #clearRawLine(): void {
    this.#rawLine = { start: [], length: 0 };
    this.#options.feedRepl(CTRL_C);
  }

  #readPaste(paste: Paste & { kind: 'reading' }, byte: number): boolean {
    if (byte === CTRL_C) {
      this.#paste = { kind: 'none' };
      this.#options.send(interruptedPaste);
      return false;
    }
    if (byte === CTRL_D) {
      this.#options.send(Uint8Array.of(CTRL_D));
      return this.#submit(paste.source);
    }
    paste.source.push(byte);
    paste.windowLeft -= 1;
    if (paste.windowLeft > 0) return false;
    paste.windowLeft = windowBytes;
    // A board's parser stops at the first error, while the source still comes. Here it is looked at as often as doubles its size,
    // so that looking costs no more than the paste itself.
    if (paste.source.length >= paste.checkAt) {
      paste.checkAt = paste.source.length * 2;
      if (this.#options.isBroken(Uint8Array.from(paste.source))) {
        this.#paste = { kind: 'draining', source: paste.source };
        this.#options.send(Uint8Array.of(CTRL_D));
        return false;
      }
    }
    this.#options.send(Uint8Array.of(1));
    return false;
  }

  #drainPaste(paste: Paste & { kind: 'draining' }, byte: number): boolean {
    return byte === CTRL_C || byte === CTRL_D ? this.#submit(paste.source) : false;
  }

  /** Runs the source as a raw command, whose "OK" a paste does not have. */
  #submit(source: readonly number[]): boolean {
    this.#paste = { kind: 'none' };
    // Ctrl-A and Ctrl-B are commands to the raw REPL, but may stand in a string of a pasted program.
    const fed = source.map((byte) => (byte <= CTRL_D ? placeholder : byte));
    for (const byte of fed) this.#options.feedRepl(byte);
    if (source.some((byte) => byte <= CTRL_D)) this.#options.amend(Uint8Array.from(fed), Uint8Array.from(source));
    // An empty raw command would be a soft reset.
    if (source.length === 0) this.#options.feedRepl(0x0a);
    this.#options.dropNext('OK');
    return this.#options.feedRepl(CTRL_D);
  }
}
