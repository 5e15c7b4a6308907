/**
 * What the shell shows: the friendly REPL and what programs print, in order. It remembers where the cursor stands, so that
 * an operation behind the scenes leaves no trace and a program's output starts and ends on lines of its own.
 */
import { FlowEmitter, type FlowEvent } from '../base/index.ts';
import { decode, encode, lastBytes, noBytes } from './bytes.ts';

const prompt = '>>> ';

export class ShellOutput {
  readonly #output = new FlowEmitter<Uint8Array>();
  #tail: Uint8Array = noBytes;

  readonly onOutput: FlowEvent<Uint8Array> = this.#output.event;

  show(bytes: Uint8Array): void | Promise<void> {
    if (bytes.length === 0) return;
    this.#tail = lastBytes(this.#tail, bytes, 6);
    return this.#output.fire(bytes);
  }

  /** Moves to the beginning of a line, for a program's output. */
  startLine(): void | Promise<void> {
    if (this.#tail.length > 0 && this.#tail.at(-1) !== 0x0a) return this.show(encode('\r\n'));
  }

  /** Whether the line shows the prompt and nothing after it. */
  get isAtPrompt(): boolean {
    const shown = decode(this.#tail);
    return shown === prompt || shown.endsWith(`\n${prompt}`);
  }

  /** Shows the prompt, unless it is what the line shows already: a half-typed line was cleared on the board. */
  showPrompt(): void | Promise<void> {
    if (this.isAtPrompt) return;
    const shown = decode(this.#tail);
    return this.show(encode(this.#tail.length === 0 || shown.endsWith('\n') ? prompt : `\r\n${prompt}`));
  }

  dispose(): void {
    this.#output.dispose();
  }
}
