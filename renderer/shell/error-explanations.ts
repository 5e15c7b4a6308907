/**
 * What the error means that a traceback ends with, beside its last line, once the board is back at its prompt. It lies on the terminal and is no
 * part of what the board printed: it is not selected and copied with it, and goes with its line.
 */
import type { IMarker, Terminal } from '@xterm/xterm';
import { explainError } from '../../app/board-errors/index.ts';
import { lastRowOf, lineEndingAt, type ShownLine } from './shown-line.ts';

/** In columns; with less room left of the line, the words would be no help. */
const leastRoom = 16;
const gap = 2;
/** A program may print empty lines between its traceback and its end. */
const mostEmptyRows = 2;

/** An error's last line, such as `ValueError: …`, and what it means. */
export interface ExplainedError {
  error: string;
  meaning: string;
}

interface Explanation extends ExplainedError {
  /** At the first row of the error's line, which the line keeps however it wraps. */
  marker: IMarker;
  note: HTMLElement;
  /** At its last row; none where the line leaves no room. */
  beside: IMarker | null;
}

export class ErrorExplanations {
  readonly #terminal: Terminal;
  #explanations: Explanation[] = [];

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Looks at what stands above the line with the cursor, which is the prompt. */
  look(): void {
    const error = this.#errorAbovePrompt();
    if (error === null || this.#isExplained(error.first)) return;
    const meaning = explainError(error.text);
    if (meaning === null) return;
    const kept = this.#explanations.filter(({ marker }) => !marker.isDisposed);
    const marker = this.#markerAt(error.first);
    const note = noteOf(meaning);
    this.#explanations = [
      ...kept,
      { error: error.text.trim(), meaning, marker, note, beside: this.#place(error.last, note) },
    ];
  }

  /** The newest that still stands in the terminal. */
  get newest(): ExplainedError | null {
    return this.#explanations.findLast(({ marker }) => !marker.isDisposed) ?? null;
  }

  /** The terminal has another width: lines wrap elsewhere, and leave another room. */
  resized(): void {
    this.#explanations = this.#explanations.filter(({ marker }) => !marker.isDisposed);
    for (const explanation of this.#explanations) {
      explanation.beside?.dispose();
      explanation.beside = this.#place(
        lastRowOf(this.#terminal.buffer.active, explanation.marker.line),
        explanation.note,
      );
    }
  }

  #isExplained(row: number): boolean {
    return this.#explanations.some(({ marker }) => !marker.isDisposed && marker.line === row);
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

  /** Puts a note behind what stands in a row. */
  #place(row: number, note: HTMLElement): IMarker | null {
    const { buffer, cols } = this.#terminal;
    const x = (buffer.active.getLine(row)?.translateToString(true).length ?? 0) + gap;
    if (cols - x < leastRoom) return null;
    const marker = this.#markerAt(row);
    // xterm.js makes the element when its row is shown.
    this.#terminal.registerDecoration({ marker, x, width: cols - x, layer: 'top' })?.onRender((element) => {
      if (!element.contains(note)) element.append(note);
    });
    return marker;
  }

  #markerAt(row: number): IMarker {
    const { baseY, cursorY } = this.#terminal.buffer.active;
    return this.#terminal.registerMarker(row - baseY - cursorY);
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
