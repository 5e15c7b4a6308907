/** Counts errors by their kind. Each comes once, in any order; what it keeps has a bound, whatever boards send. */
import type { Severity } from '../message.ts';
import { type ErrorLine, type ErrorTitle, errorKey, errorTitle, fingerprintOf } from './error-kind.ts';

/** One kind of error among the lines that were asked for. */
export interface ErrorKind extends ErrorTitle {
  /** The same for this kind in every log. */
  fingerprint: string;
  /** The most urgent of its lines. */
  severity: Severity;
  /** A crash counts once, though several lines may tell of it. */
  count: number;
  /** Names or addresses, the one heard last first, at most 20; `boardCount` says how many there are, up to 100. */
  boards: string[];
  boardCount: number;
  /** When the first and the last that was asked for was received. */
  firstMs: number;
  lastMs: number;
  /** When the first in the whole log was received. */
  firstEverMs: number;
  /** The last one's row, which `term` finds. */
  lastId: number;
  /** Who sent the last one when it happened; null for the report of an earlier crash. */
  sentBy: { address: string; hostname: string | null } | null;
  /**
   * Why it counts as new: its first in the whole log came after the last start of every board that has it, or within the last day. Null
   * for a kind that is not, and where the log does not tell: it has to have lines from before.
   */
  newSince: 'start' | 'day' | null;
}

/** The kinds of errors among some lines. */
export interface SyslogErrors {
  /** Those seen last first, at most 300. */
  kinds: ErrorKind[];
  /** What else there is. `isAtLeast`: too many kinds to tell them apart. */
  more: { kinds: number; lines: number; isAtLeast: boolean };
  /** Errors received before may be missing: the search was given up after a while. Null when all were looked at. */
  countedFromMs: number | null;
}

/** An error of the log: a line, or a traceback's lines as one. */
export interface LoggedError extends ErrorLine {
  severity: Severity;
  receivedAtMs: number;
  /** The last row of it. */
  lastId: number;
  hostId: number;
  /** It tells, after a start, what ended the run before. */
  isReport: boolean;
  /** Whether it is among those that are asked for. Others only tell since when there is their kind. */
  isAskedFor: boolean;
}

/** What is known of a kind; the boards by their ids. */
export type TalliedKind = Omit<ErrorKind, 'boards' | 'boardCount' | 'newSince' | 'sentBy'> & { hostIds: number[] };

/** Kinds that are told apart. Those seen first in this order: whoever asks gives the newest lines first. */
const mostKinds = 2000;
const mostHosts = 100;

interface Counted {
  newest: LoggedError;
  /** That ended with the newest, where the board printed it as well. */
  program: string | null;
  severity: Severity;
  count: number;
  firstMs: number;
  lastMs: number;
  firstEverMs: number;
  /** With the last one's row. */
  hosts: Map<number, number>;
}

export class ErrorTally {
  readonly #kinds = new Map<string, Counted>();
  #otherLines = 0;

  add(error: LoggedError): void {
    const key = errorKey(error);
    const known = this.#kinds.get(key);
    if (known !== undefined) count(known, error);
    else if (!error.isAskedFor) return;
    else if (this.#kinds.size < mostKinds) this.#kinds.set(key, firstOf(error));
    else this.#otherLines += 1;
  }

  /** A crash that was counted as it was sent was printed as well: the two count once, as what is asked for of them. */
  addPrinted(sent: LoggedError, printed: LoggedError): void {
    if (!sent.isAskedFor) {
      this.add(printed);
      return;
    }
    const kind = this.#kinds.get(errorKey(sent));
    if (kind === undefined) return;
    if (kind.newest === sent) kind.program = printed.appName;
    if (printed.isAskedFor) kind.severity = Math.min(kind.severity, printed.severity) as Severity;
  }

  /** The `most` kinds seen last, and what else there is. */
  kinds(most: number): { kinds: TalliedKind[]; more: SyslogErrors['more'] } {
    const all = [...this.#kinds].sort(([, a], [, b]) => b.newest.lastId - a.newest.lastId);
    const others = all.slice(most);
    const lines = others.reduce((sum, [, { count }]) => sum + count, this.#otherLines);
    return {
      kinds: all.slice(0, most).map(([key, kind]) => told(key, kind)),
      more: { kinds: others.length, lines, isAtLeast: this.#otherLines > 0 },
    };
  }
}

function firstOf(error: LoggedError): Counted {
  const { severity, receivedAtMs: atMs, hostId, lastId } = error;
  const hosts = new Map([[hostId, lastId]]);
  return { newest: error, program: null, severity, count: 1, firstMs: atMs, lastMs: atMs, firstEverMs: atMs, hosts };
}

function count(kind: Counted, error: LoggedError): void {
  const { receivedAtMs: atMs, lastId, hostId } = error;
  kind.firstEverMs = Math.min(kind.firstEverMs, atMs);
  if (!error.isAskedFor) return;
  kind.count += 1;
  kind.severity = Math.min(kind.severity, error.severity) as Severity;
  kind.firstMs = Math.min(kind.firstMs, atMs);
  kind.lastMs = Math.max(kind.lastMs, atMs);
  if (lastId > kind.newest.lastId) {
    kind.newest = error;
    kind.program = null;
  }
  const before = kind.hosts.get(hostId);
  if (before !== undefined || kind.hosts.size < mostHosts) kind.hosts.set(hostId, Math.max(before ?? 0, lastId));
}

function told(key: string, { newest, program, hosts, ...kind }: Counted): TalliedKind {
  const hostIds = [...hosts].sort((a, b) => b[1] - a[1]).map(([hostId]) => hostId);
  return {
    ...errorTitle({ ...newest, program }),
    fingerprint: fingerprintOf(key),
    ...kind,
    lastId: newest.lastId,
    hostIds,
  };
}
