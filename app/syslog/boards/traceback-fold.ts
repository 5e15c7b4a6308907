/**
 * Tracebacks of MicroPython that come a line a datagram, folded back into one event: says of each message whether it goes on
 * with an earlier one. A line belongs to the traceback that its board and app have open, if it comes soon enough.
 */

import { tracebackParts } from '../../traceback/index.ts';
import { hostOf } from '../filter.ts';
import type { Severity, SyslogRow } from '../message.ts';

/** A board sends a traceback's lines at once; Wi-Fi that retries holds them up by some hundred milliseconds. */
const patienceMs = 3000;
/** MicroPython's own tracebacks have two lines a call; a deep recursion is cut by the board's stack long before this. */
const longest = 200;
const openLimit = 1000;

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
    if (isLate(open, receivedAtMs) || open.lines >= longest) {
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

  /** The first row of the oldest traceback that a message received now may go on with, or null. */
  firstOpenId(nowMs: number): number | null {
    for (const open of this.#open.values()) if (!isLate(open, nowMs)) return open.firstId;
    return null;
  }
}

function isLate({ lastMs }: OpenTraceback, receivedAtMs: number): boolean {
  return Math.abs(receivedAtMs - lastMs) > patienceMs;
}

/**
 * The rows with each traceback as one row: the first of it, with the text of them all. Rows that pass a filter and not others may leave
 * a traceback in pieces, which then stand for themselves.
 */
export function foldTracebacks(rows: readonly SyslogRow[]): SyslogRow[] {
  const pages = new TracebackPages();
  return [...pages.take(rows), ...pages.end()];
}

/** The rows of which `foldTracebacks` makes those that are chosen by their ids. */
export function rowsFoldedInto(rows: readonly SyslogRow[], isChosen: (foldedId: number) => boolean): SyslogRow[] {
  const folder = new TracebackFolder();
  return rows.filter((row) => isChosen(folder.take(lineOf(row)) ?? row.id));
}

/** Whoever opens tracebacks for hours must not fill the memory: then the rows go on as they are. */
const mostHeld = 10_000;

/** `foldTracebacks` over pages of rows, oldest first: each `take` gives the rows that no later page changes. */
export class TracebackPages {
  readonly #folder = new TracebackFolder();
  /** By id, in order: from the first row of an open traceback on. */
  readonly #held = new Map<number, SyslogRow>();

  take(rows: readonly SyslogRow[]): SyslogRow[] {
    const last = rows.at(-1);
    if (last === undefined) return [];
    for (const row of rows) this.#add(row);
    const openId = this.#folder.firstOpenId(last.receivedAtMs);
    return this.#release(this.#held.size > mostHeld ? null : openId);
  }

  /** The rows that a later page may change, as they are now. */
  get waiting(): SyslogRow[] {
    return [...this.#held.values()];
  }

  /** What is left when no page comes any more. */
  end(): SyslogRow[] {
    return this.#release(null);
  }

  #add(row: SyslogRow): void {
    const { id, text } = row;
    const goesOnWith = this.#folder.take(lineOf(row));
    const first = goesOnWith === null ? undefined : this.#held.get(goesOnWith);
    if (first === undefined) {
      this.#held.set(id, row);
      return;
    }
    const severity = Math.min(first.severity, row.severity) as Severity;
    this.#held.set(first.id, { ...first, severity, text: `${first.text}\n${text}` });
  }

  /** Takes out the rows before the one with this id; all of them for null. */
  #release(untilId: number | null): SyslogRow[] {
    const rows: SyslogRow[] = [];
    for (const [id, row] of this.#held) {
      if (id === untilId) break;
      rows.push(row);
      this.#held.delete(id);
    }
    return rows;
  }
}

function lineOf(row: SyslogRow): TracebackLine {
  const { id, text, receivedAtMs, appName } = row;
  return { id, sender: `${hostOf(row)} ${appName ?? ''}`, text, receivedAtMs };
}
