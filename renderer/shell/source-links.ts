/** Places in programs that the board's output names, as links of the terminal: `File "main.py", line 12`. */
import type { IBufferLine, IBufferRange, ILink, ILinkProvider, Terminal } from '@xterm/xterm';
import { sourceLinks } from '../../app/syslog/index.ts';

/** Opens a place in a program; null for a file that cannot be opened. */
export type LinkOf = (file: string, line: number) => (() => void) | null;

/** A traceback's lines are short: what wraps over more rows is not looked at. */
const mostRows = 8;

/** `linkOf` also gets the row where the place is named, counted from the first that is kept. */
export class SourceLinkProvider implements ILinkProvider {
  readonly #terminal: Terminal;
  readonly #linkOf: (file: string, line: number, row: number) => (() => void) | null;

  constructor(terminal: Terminal, linkOf: (file: string, line: number, row: number) => (() => void) | null) {
    this.#terminal = terminal;
    this.#linkOf = linkOf;
  }

  /** `bufferLineNumber` counts from 1. */
  provideLinks(bufferLineNumber: number, callback: (links: ILink[] | undefined) => void): void {
    const { first, text } = this.#lineAt(bufferLineNumber - 1);
    const columns = this.#terminal.cols;
    const links = sourceLinks(text).flatMap(({ start, end, file, line }): ILink[] => {
      const open = this.#linkOf(file, line, first);
      if (open === null) return [];
      return [{ range: rangeOf(first, start, end, columns), text: text.slice(start, end), activate: open }];
    });
    callback(links.length === 0 ? undefined : links);
  }

  /** The whole line that a row is a part of, and its first row. */
  #lineAt(row: number): { first: number; text: string } {
    const { active } = this.#terminal.buffer;
    const at = (each: number): IBufferLine | undefined => active.getLine(each);
    let first = row;
    while (first > row - mostRows && at(first)?.isWrapped === true) first--;
    let text = at(first)?.translateToString() ?? '';
    for (let next = first + 1; next < first + mostRows && at(next)?.isWrapped === true; next++) {
      text += at(next)?.translateToString() ?? '';
    }
    return { first, text };
  }
}

/** Columns and rows count from 1; the end is the last one. */
function rangeOf(first: number, start: number, end: number, columns: number): IBufferRange {
  const cell = (at: number) => ({ x: (at % columns) + 1, y: first + Math.floor(at / columns) + 1 });
  return { start: cell(start), end: cell(end - 1) };
}
