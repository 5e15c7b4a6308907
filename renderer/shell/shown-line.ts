/** A line of the terminal, put together where it wraps. */
import type { IBuffer } from '@xterm/xterm';

export interface ShownLine {
  /** Its rows, counted from the first that is kept. */
  first: number;
  last: number;
  text: string;
}

/** The line whose last row this is, with at most so many of its rows. Empty where no such row is kept. */
export function lineEndingAt(buffer: IBuffer, row: number, mostRows = 8): ShownLine {
  let first = row;
  while (first > row - mostRows + 1 && buffer.getLine(first)?.isWrapped === true) first -= 1;
  let text = '';
  for (let each = first; each <= row; each++) text += buffer.getLine(each)?.translateToString(false) ?? '';
  return { first, last: row, text };
}

/** The last row of the line whose first this is. */
export function lastRowOf(buffer: IBuffer, first: number): number {
  let last = first;
  while (buffer.getLine(last + 1)?.isWrapped === true) last += 1;
  return last;
}
