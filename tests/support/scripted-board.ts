/**
 * A board for tests of what is said to boards: MicroPython's REPL as shared/runtime/pyexec.c has it, with programs that are
 * functions of the test. It answers byte for byte as recorded (tests/fixtures/recordings), without Python and without time.
 */
import { BrambleError, Emitter, FlowEmitter } from '../../app/base/index.ts';
import type { Transport, TransportClosed } from '../../app/board/index.ts';

/** What a program has of the board. */
export interface BoardIo {
  print(text: string): Promise<void>;
  /** Resolves at the next Ctrl-C; one that came before is not lost. */
  interrupted(): Promise<void>;
  /** The next line of standard input, as `input()` gives it. */
  line(): Promise<string>;
}

/** How a program ends: null, an exception's text for the traceback, or `exit` for `sys.exit()`. */
export type ProgramEnd = null | { raises: string } | 'exit';
export type BoardProgram = (io: BoardIo, source: string) => Promise<ProgramEnd>;

export interface ScriptedBoardOptions {
  /** Programs by their source. */
  programs?: Record<string, BoardProgram>;
  boot?: BoardProgram;
  /** main.py. */
  main?: BoardProgram;
  /** Runs already, as if the board had been plugged in long ago. */
  running?: BoardProgram;
  rawPaste?: 'yes' | 'refused' | 'unknown';
}

export const keyboardInterrupt: ProgramEnd = { raises: 'KeyboardInterrupt: ' };
export const firmware = 'MicroPython v1.29.0 on 2026-11-22; Raspberry Pi Pico W (scripted) with RP2040';
const banner = `${firmware}\r\nType "help()" for more information.\r\n>>> `;
const rawBanner = 'raw REPL; CTRL-B to exit\r\n>';
const windowBytes = 128;

type Mode = 'friendly' | 'raw' | 'paste' | 'running';

export class ScriptedBoard implements Transport {
  readonly address = 'serial:/dev/scripted';
  readonly #data = new FlowEmitter<Uint8Array>();
  readonly #close = new Emitter<TransportClosed>();
  readonly onData = this.#data.event;
  readonly onClose = this.#close.event;
  readonly #options: Required<Pick<ScriptedBoardOptions, 'programs' | 'rawPaste'>> & ScriptedBoardOptions;
  #mode: Mode = 'friendly';
  #line = '';
  #windowLeft = 0;
  #stdin = '';
  #interrupts = 0;
  #wake = () => {};
  #ended = false;
  #sending: Promise<void> = Promise.resolve();
  /** Every byte that came, as Latin-1. */
  received = '';
  /** Makes every write wait. */
  takes: Promise<void> = Promise.resolve();
  /** Ctrl-C is data: `micropython.kbd_intr(-1)`. */
  deaf = false;
  /** A soft reset never gets to its end: a thread on core 1 goes on. */
  hangsAtReset = false;
  /** No write gets through in time. */
  refuses = false;

  constructor(options: ScriptedBoardOptions = {}) {
    this.#options = { programs: {}, rawPaste: 'yes', ...options };
  }

  async open(): Promise<void> {
    const { running } = this.#options;
    if (running !== undefined) void this.#run(running, '', (end) => this.#friendlyEnd(end));
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.takes;
    if (this.refuses) throw new BrambleError('not-responding', 'The board took nothing in time.');
    if (this.#ended) throw new BrambleError('connection-lost', 'The line is closed.');
    for (const byte of bytes) {
      this.received += String.fromCharCode(byte);
      this.#take(byte);
    }
  }

  /** Pulls the cable. */
  unplug(): void {
    this.#ended = true;
    this.#close.fire({ reason: 'lost', message: 'The board was unplugged.' });
  }

  /** Output that nobody asked for. */
  say(text: string): Promise<void> {
    this.#send(text);
    return this.#sending;
  }

  dispose(): void {
    this.#ended = true;
    this.#data.dispose();
    this.#close.dispose();
    this.#wake();
  }

  #send(text: string): void {
    this.#sendBytes(Uint8Array.from(Buffer.from(text, 'utf8')));
  }

  /** Sends in order, each piece when the one before was taken. */
  #sendBytes(bytes: Uint8Array): void {
    this.#sending = this.#sending.then(async () => {
      if (!this.#ended) await this.#data.fire(bytes);
    });
  }

  #take(byte: number): void {
    if (this.#mode === 'running') this.#takeRunning(byte);
    else if (this.#mode === 'paste') this.#takePaste(byte);
    else if (this.#mode === 'raw') this.#takeRaw(byte);
    else this.#takeFriendly(byte);
  }

  #takeRunning(byte: number): void {
    if (byte === 3 && !this.deaf) {
      this.#interrupts++;
      this.#stdin = '';
    } else {
      this.#stdin += String.fromCharCode(byte);
    }
    this.#wake();
  }

  #takeFriendly(byte: number): void {
    const empty = this.#line === '';
    if (byte === 3) {
      this.#line = '';
      this.#send('\r\n>>> ');
    } else if (byte === 1 && empty) {
      this.#mode = 'raw';
      this.#send(`\r\n${rawBanner}`);
    } else if (byte === 2 && empty) {
      this.#send(`\r\n${banner}`);
    } else if (byte === 4 && empty) {
      this.#send('\r\n');
      void this.#softReset('friendly');
    } else if (byte === 13) {
      this.#execute('friendly');
    } else if (byte >= 32) {
      this.#line += String.fromCharCode(byte);
      this.#send(String.fromCharCode(byte));
    }
  }

  #takeRaw(byte: number): void {
    if (byte === 1) {
      const line = this.#line;
      this.#line = '';
      if (line === '\x05A' && this.#options.rawPaste === 'yes') this.#openPaste();
      else if (line === '\x05A' && this.#options.rawPaste === 'refused') this.#send('R\x00>');
      else this.#send(rawBanner);
    } else if (byte === 2) {
      this.#line = '';
      this.#mode = 'friendly';
      this.#send(`\r\n${banner}`);
    } else if (byte === 3) {
      this.#line = '';
    } else if (byte === 4) {
      this.#send('OK');
      if (this.#line !== '') this.#execute('raw');
      else this.#restartRaw();
    } else {
      this.#line += String.fromCharCode(byte);
    }
  }

  #restartRaw(): void {
    this.#send('\r\n');
    void this.#softReset('raw');
  }

  #openPaste(): void {
    this.#mode = 'paste';
    this.#windowLeft = windowBytes;
    this.#sendBytes(Uint8Array.of(0x52, 1, windowBytes, 0, 1));
  }

  #takePaste(byte: number): void {
    if (byte === 4) {
      this.#send('\x04');
      this.#execute('raw');
    } else if (byte === 3) {
      this.#line = '';
      this.#mode = 'raw';
      this.#send('\x04\x04KeyboardInterrupt: \r\n\x04>');
    } else {
      this.#line += String.fromCharCode(byte);
      if (--this.#windowLeft > 0) return;
      this.#windowLeft = windowBytes;
      this.#send('\x01');
    }
  }

  #execute(after: 'friendly' | 'raw'): void {
    const source = Buffer.from(this.#line, 'latin1').toString('utf8');
    this.#line = '';
    if (after === 'friendly') this.#send('\r\n');
    const unknown: BoardProgram = async () => ({ raises: `NameError: no program ${JSON.stringify(source)}` });
    const silent: BoardProgram = async () => null;
    const sync = /^print\("bramble-%d"%(\d+)\)$/.exec(source)?.[1];
    const answer: BoardProgram = async (io) => {
      await io.print(`bramble-${sync}\n`);
      return null;
    };
    const program =
      this.#options.programs[source] ?? (sync === undefined ? (source.trim() === '' ? silent : unknown) : answer);
    void this.#run(program, source, (end) => (after === 'raw' ? this.#rawEnd(end) : this.#friendlyEnd(end)));
  }

  async #run(program: BoardProgram, source: string, end: (how: ProgramEnd) => void): Promise<void> {
    this.#mode = 'running';
    this.#stdin = '';
    this.#interrupts = 0;
    const how = await program(this.#io(), source);
    if (!this.#ended) end(how);
  }

  /** What the program did not read is still in the board's ring. */
  #takeUnread(): void {
    const unread = this.#stdin;
    this.#stdin = '';
    for (const letter of unread) this.#take(letter.charCodeAt(0));
  }

  #io(): BoardIo {
    return {
      print: async (text) => {
        this.#send(text.replaceAll('\n', '\r\n'));
        await this.#sending;
      },
      interrupted: async () => {
        await this.#until(() => this.#interrupts > 0);
        this.#interrupts--;
      },
      line: async () => {
        await this.#until(() => this.#stdin.includes('\r'));
        const end = this.#stdin.indexOf('\r');
        const line = this.#stdin.slice(0, end);
        this.#stdin = this.#stdin.slice(end + 1);
        this.#send(`${line}\r\n`);
        return line;
      },
    };
  }

  async #until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #rawEnd(end: ProgramEnd): void {
    this.#mode = 'raw';
    this.#send('\x04');
    if (typeof end === 'object' && end !== null) this.#send(traceback(end.raises));
    this.#send('\x04');
    if (end === 'exit') return void this.#softReset('raw');
    this.#send('>');
    this.#takeUnread();
  }

  #friendlyEnd(end: ProgramEnd): void {
    this.#mode = 'friendly';
    if (typeof end === 'object' && end !== null) this.#send(traceback(end.raises));
    this.#send('>>> ');
    this.#takeUnread();
  }

  async #softReset(into: 'friendly' | 'raw'): Promise<void> {
    if (this.hangsAtReset) {
      this.#mode = 'running';
      return;
    }
    this.#send('MPY: soft reboot\r\n');
    const { boot, main } = this.#options;
    if (boot !== undefined) await this.#script(boot);
    if (into === 'friendly' && main !== undefined) await this.#script(main);
    this.#mode = into;
    this.#send(into === 'raw' ? rawBanner : banner);
    this.#takeUnread();
  }

  async #script(program: BoardProgram): Promise<void> {
    await this.#run(program, '', (end) => {
      if (typeof end === 'object' && end !== null) this.#send(traceback(end.raises));
    });
  }
}

function traceback(raises: string): string {
  return `Traceback (most recent call last):\r\n  File "<stdin>", line 1, in <module>\r\n${raises}\r\n`;
}
