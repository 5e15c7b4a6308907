/**
 * What the error means that a traceback ends with, beside its last line, once the board is back at its prompt. It lies on the terminal and is no
 * part of what the board printed: it is not selected and copied with it, and goes with its line.
 */
import type { IMarker, Terminal } from '@xterm/xterm';
import { explainError } from '../../app/board-errors/index.ts';
import { lineEndingAt, type ShownLine } from './shown-line.ts';

/** In columns; with less room left of the line, the words would be no help. */
const leastRoom = 16;
const gap = 2;
/** A program may print empty lines between its traceback and its end. */
const mostEmptyRows = 2;

export class ErrorExplanations {
  readonly #terminal: Terminal;
  /** The newest one that is explained. */
  #explained: IMarker | null = null;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Looks at what stands above the line with the cursor, which is the prompt. */
  look(): void {
    const error = this.#errorAbovePrompt();
    if (error === null || this.#isExplained(error.last)) return;
    const meaning = explainError(error.text);
    if (meaning !== null) this.#show(error, meaning);
  }

  #isExplained(row: number): boolean {
    return this.#explained?.isDisposed === false && this.#explained.line === row;
  }

  #errorAbovePrompt(): ShownLine | null {
    const { active } = this.#terminal.buffer;
    const prompt = lineEndingAt(active, active.baseY + active.cursorY);
    let error = lineEndingAt(active, prompt.first - 1);
    for (let empty = 0; error.text.trim() === '' && empty < mostEmptyRows; empty++) {
      error = lineEndingAt(active, error.first - 1);
    }
    const isTraceback = /^ {2}File "/.test(lineEndingAt(active, error.first - 1).text);
    return isTraceback ? error : null;
  }

  #show({ last }: ShownLine, meaning: string): void {
    const { buffer, cols } = this.#terminal;
    const x = (buffer.active.getLine(last)?.translateToString(true).length ?? 0) + gap;
    const marker = this.#terminal.registerMarker(last - buffer.active.baseY - buffer.active.cursorY);
    this.#explained = marker;
    if (cols - x < leastRoom) return;
    const note = noteOf(meaning);
    // xterm.js makes the element when its row is shown.
    this.#terminal.registerDecoration({ marker, x, width: cols - x, layer: 'top' })?.onRender((element) => {
      if (!element.contains(note)) element.append(note);
    });
  }
}

function noteOf(meaning: string): HTMLElement {
  const note = document.createElement('p');
  note.className = 'shell-explanation';
  note.role = 'note';
  note.textContent = meaning;
  // Selecting its words is not selecting in the terminal.
  note.addEventListener('mousedown', (event) => event.stopPropagation());
  return note;
}
