/**
 * Tracebacks of MicroPython that come a line a datagram, folded back into one event: says of each message whether it goes on
 * with an earlier one. A line belongs to the traceback that its board and app have open, if it comes soon enough.
 */

import { hostOf } from '../filter.ts';
import type { Severity, SyslogRow } from '../message.ts';

/** A board sends a traceback's lines at once; Wi-Fi that retries holds them up by some hundred milliseconds. */
const patienceMs = 3000;
/** MicroPython's own tracebacks have two lines a call; a deep recursion is cut by the board's stack long before this. */
const longest = 200;
const openLimit = 1000;

/** The lines that a traceback is made of. */
export const tracebackParts = {
  header: /^\s*Traceback \(most recent call last\):\s*$/,
  /** `  File "main.py", line 12, in loop`, or the source line that CPython shows below it. */
  middle: /^\s+\S/,
  /** `OSError: [Errno 5] EIO`, `KeyboardInterrupt:`, `my.Error`: what ends a traceback. */
  last: /^[A-Za-z_][\w.]*(?:: .*|:)?$/s,
};

interface OpenTraceback {
  firstId: number;
  lines: number;
  lastMs: number;
}

export interface TracebackLine {
  /** The row's id in the store. */
  id: number;
  /** Whoever sends one traceback at a time: board and app. */
  sender: string;
  text: string;
  receivedAtMs: number;
}

export class TracebackFolder {
  readonly #open = new Map<string, OpenTraceback>();

  /** The id of the row that this one goes on with; null when it stands for itself (a header too). */
  take({ id, sender, text, receivedAtMs }: TracebackLine): number | null {
    if (tracebackParts.header.test(text)) {
      this.#open.delete(sender);
      if (this.#open.size >= openLimit) this.#open.delete(this.#open.keys().next().value ?? '');
      this.#open.set(sender, { firstId: id, lines: 1, lastMs: receivedAtMs });
      return null;
    }
    const open = this.#open.get(sender);
    if (open === undefined) return null;
    const isLate = receivedAtMs - open.lastMs > patienceMs || receivedAtMs < open.lastMs - patienceMs;
    if (isLate || open.lines >= longest) {
      this.#open.delete(sender);
      return null;
    }
    if (tracebackParts.middle.test(text)) {
      open.lines += 1;
      open.lastMs = receivedAtMs;
      return open.firstId;
    }
    // Something else of the same app in between ends nothing: only what can end a traceback does.
    if (!tracebackParts.last.test(text) || open.lines < 2) return null;
    this.#open.delete(sender);
    return open.firstId;
  }
}

/**
 * The rows with each traceback as one row: the first of it, with the text of them all. Rows that pass a filter and not others may leave
 * a traceback in pieces, which then stand for themselves.
 */
export function foldTracebacks(rows: readonly SyslogRow[]): SyslogRow[] {
  const folder = new TracebackFolder();
  const folded: SyslogRow[] = [];
  const places = new Map<number, number>();
  for (const row of rows) {
    const { id, text, receivedAtMs, appName } = row;
    const goesOnWith = folder.take({ id, sender: `${hostOf(row)} ${appName ?? ''}`, text, receivedAtMs });
    const place = goesOnWith === null ? undefined : places.get(goesOnWith);
    const first = place === undefined ? undefined : folded[place];
    if (place === undefined || first === undefined) {
      places.set(id, folded.length);
      folded.push(row);
      continue;
    }
    const severity = Math.min(first.severity, row.severity) as Severity;
    folded[place] = { ...first, severity, text: `${first.text}\n${text}` };
  }
  return folded;
}
