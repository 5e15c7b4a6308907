/**
 * What `os.dupterm` joins to the board's console: a stream of the program's own, whose methods are Python. Called from the board's
 * thread in the middle of a print or a read; `_dupterm.py` speaks with the stream and takes it off when it fails.
 */
export interface SecondTerminalOptions {
  /** Runs a line of Bramble's own Python, with whatever else runs on the stack. */
  run: (source: string) => void;
  bytes: () => Uint8Array;
  /** The byte that interrupts a program now, or -1. */
  interruptCharacter: () => number;
  interrupt: () => void;
}

export class SecondTerminal {
  isAttached = false;
  readonly #options: SecondTerminalOptions;
  #output: Uint8Array = new Uint8Array();
  readonly #input: number[] = [];
  #interruptCharacter: number | null = null;

  constructor(options: SecondTerminalOptions) {
    this.#options = options;
  }

  /** As after a soft reset: nothing is attached. */
  reset(): void {
    this.isAttached = false;
    this.#input.length = 0;
  }

  /** Gives the stream what was printed. */
  write(bytes: Uint8Array): void {
    if (!this.isAttached || bytes.length === 0) return;
    // A copy: they may be an object's that only the print holds, and Python runs before it takes them.
    this.#output = new Uint8Array(bytes);
    this.#options.run(`__import__('_board').terminal_write()`);
  }

  /** Whether the stream gave a byte; `take` has it. */
  poll(): boolean {
    if (!this.isAttached || this.#input.length > 0) return this.#input.length > 0;
    // The stream's own methods are a program; what they are asked by may be the prompt, which reads Ctrl-C.
    this.#interruptCharacter = this.#options.interruptCharacter();
    this.#options.run(`__import__('_board').terminal_read()`);
    this.#interruptCharacter = null;
    return this.#input.length > 0;
  }

  get hasInput(): boolean {
    return this.#input.length > 0;
  }

  /** Moves what the stream gave to `target`. */
  take(target: Uint8Array): number {
    const taken = this.#input.splice(0, target.length);
    target.set(taken);
    return taken.length;
  }

  /** What Python calls. */
  readonly calls = {
    terminal_attach: (isAttached: boolean) => {
      this.isAttached = isAttached;
    },
    terminal_size: () => this.#output.length,
    terminal_take: (address: number) => {
      this.#options.bytes().set(this.#output, address);
    },
    terminal_input: (byte: number) => {
      const interruptCharacter = this.#interruptCharacter ?? this.#options.interruptCharacter();
      if (byte === interruptCharacter) this.#options.interrupt();
      else this.#input.push(byte);
    },
  };
}
