/**
 * Where a line of an older text of a program stands in the newer one. Lines are matched in order, the most of them that can be, as a diff does; a
 * line whose indentation alone changed is still that line, for code is often moved into a block.
 */

type MovedLine =
  /** Counted from 1. */
  | { kind: 'there'; line: number }
  /** It was removed or changed; `line` is the place where it stood. */
  | { kind: 'gone'; line: number };

/** Of a table of matches, 4 bytes each. What differs more than that is looked up by its text alone. */
const mostCells = 4_000_000;

/** How well two lines go together: what has text counts more than empty lines, and more still with its indentation. */
const same = 3;
const alike = 2;
const bothEmpty = 1;

/** `line` of `before`, counted from 1; one past its end is gone. */
export function movedLine(before: string, after: string, line: number): MovedLine {
  const [old, now] = [before, after].map((text) => text.split(/\r\n|\n|\r/)) as [string[], string[]];
  const wanted = line - 1;
  if (wanted < 0 || wanted >= old.length) return { kind: 'gone', line: clamp(line, now.length) };
  const head = commonLength(old, now, (lines, index) => lines[index]);
  if (wanted < head) return { kind: 'there', line };
  const rest = [old.slice(head), now.slice(head)] as const;
  const tail = commonLength(...rest, (lines, index) => lines[lines.length - 1 - index]);
  if (wanted >= old.length - tail) return { kind: 'there', line: line + now.length - old.length };
  const middle = [rest[0].slice(0, rest[0].length - tail), rest[1].slice(0, rest[1].length - tail)] as const;
  const { found, place } = matchIn(...middle, wanted - head);
  if (found !== null) return { kind: 'there', line: head + found + 1 };
  const elsewhere = onlyPlaceOf(old[wanted] ?? '', old, now);
  if (elsewhere !== null) return { kind: 'there', line: elsewhere + 1 };
  return { kind: 'gone', line: clamp(head + place + 1, now.length) };
}

function commonLength(
  old: readonly string[],
  now: readonly string[],
  at: (lines: readonly string[], index: number) => string | undefined,
): number {
  const most = Math.min(old.length, now.length);
  let length = 0;
  while (length < most && at(old, length) === at(now, length)) length += 1;
  return length;
}

/** Where line `wanted` of `old` is matched in `now`, from 0; `place` is after what precedes it. */
function matchIn(
  old: readonly string[],
  now: readonly string[],
  wanted: number,
): { found: number | null; place: number } {
  const columns = now.length + 1;
  if (old.length * columns > mostCells) return { found: null, place: 0 };
  const best = bestMatches(old, now);
  let place = 0;
  let row = 0;
  let column = 0;
  while (row <= wanted && column < now.length) {
    const here = best[row * columns + column] ?? 0;
    if (here === (best[row * columns + column + 1] ?? 0)) column += 1;
    else if (here === (best[(row + 1) * columns + column] ?? 0)) row += 1;
    else {
      if (row === wanted) return { found: column, place: column };
      row += 1;
      column += 1;
      place = column;
    }
  }
  return { found: null, place };
}

/** At each pair of lines, how well what follows from there on can be matched. */
function bestMatches(old: readonly string[], now: readonly string[]): Uint32Array {
  const columns = now.length + 1;
  const best = new Uint32Array((old.length + 1) * columns);
  const [rows, others] = [old.map(lineOf), now.map(lineOf)];
  for (let row = rows.length - 1; row >= 0; row--) {
    for (let column = others.length - 1; column >= 0; column--) {
      const at = row * columns + column;
      const match = likeness(rows[row] ?? noLine, others[column] ?? noLine);
      const matched = match === 0 ? 0 : match + (best[at + columns + 1] ?? 0);
      best[at] = Math.max(matched, best[at + 1] ?? 0, best[at + columns] ?? 0);
    }
  }
  return best;
}

interface Line {
  whole: string;
  /** Without its indentation. */
  text: string;
}

const noLine = lineOf('');

function lineOf(whole: string): Line {
  return { whole, text: whole.trim() };
}

function likeness(old: Line, now: Line): number {
  if (old.text !== now.text) return 0;
  if (old.text === '') return bothEmpty;
  return old.whole === now.whole ? same : alike;
}

/** The line of `now` with this text, where it is the only one in both: it was moved past others. */
function onlyPlaceOf(text: string, old: readonly string[], now: readonly string[]): number | null {
  const isIt = (line: string) => line.trim() === text.trim();
  if (text.trim() === '' || old.filter(isIt).length !== 1 || now.filter(isIt).length !== 1) return null;
  return now.findIndex(isIt);
}

function clamp(line: number, lines: number): number {
  return Math.max(1, Math.min(line, lines));
}
