/** The kinds of errors in a log: how often each came among the rows that pass a filter, on which boards, and whether it is new to the log. */
import type { DatabaseSync } from 'node:sqlite';
import {
  type BoardStatus,
  CrashReports,
  type ErrorKind,
  ErrorTally,
  type LoggedError,
  SentAndPrinted,
  type SyslogErrors,
  type SyslogFilter,
  type TalliedKind,
} from '../../../app/syslog/index.ts';
import { readBoards } from '../store/board-watch.ts';
import { ErrorBoards } from './error-boards.ts';
import { ErrorRows } from './error-rows.ts';
import type { RowCountsOptions } from './row-counts.ts';

const mostKinds = 300;
const mostBoards = 20;
const dayMs = 24 * 60 * 60 * 1000;

/**
 * The errors that pass, up to a budget of time. All of the log's are looked at, the newest first: since when there is a kind is a question
 * to the whole log. Throws `bad-query`.
 */
export function findErrors(
  { database, search, monotonicMs }: RowCountsOptions,
  filter: SyslogFilter,
  { budgetMs, nowMs }: { budgetMs: number; nowMs: number },
): SyslogErrors {
  const rows = new ErrorRows(database, search, search.prepare(filter));
  const endsAtMs = monotonicMs() + budgetMs;
  const errors = rows.errors(() => monotonicMs() > endsAtMs);
  const tally = tallied(errors, new ErrorBoards(database));
  const countedFromMs = rows.stoppedAtId === null ? null : (receivedAt(database, rows.stoppedAtId) ?? nowMs);
  const { kinds, more } = tally.kinds(mostKinds);
  const newSince = countedFromMs === null ? newness(database, nowMs) : () => null;
  const selectName = database.prepare('SELECT name FROM hosts WHERE id = ?');
  const senderOf = senders(database);
  const named = ({ hostIds, ...kind }: TalliedKind): ErrorKind => {
    const names = [...new Set(hostIds.map((hostId) => String(selectName.get(hostId)?.name)))];
    const boards = names.slice(0, mostBoards);
    const sentBy = senderOf(kind.lastId);
    return { ...kind, boards, boardCount: names.length, sentBy, newSince: newSince(kind.firstEverMs, names) };
  };
  return { kinds: kinds.map(named), more, countedFromMs };
}

/**
 * Counts a crash once that is in the log several times. That is found as the rows are read: what is written stays as it came, in stores of
 * an older Bramble as well, and a filter may ask for a part of it.
 */
function tallied(errors: Iterable<LoggedError>, boards: ErrorBoards): ErrorTally {
  const tally = new ErrorTally();
  const onError = (error: LoggedError) => tally.add(error);
  const reports = new CrashReports(({ hostId }) => boards.name(hostId), onError);
  const crashes = new SentAndPrinted({
    boardOf: ({ hostId }) => boards.printing(hostId),
    onError,
    onPrintedToo: (sent, printed) => tally.addPrinted(sent, printed),
  });
  for (const error of errors) if (!reports.take(error)) crashes.take(error);
  reports.end();
  crashes.end();
  return tally;
}

/** Gives the sender of a row, but not of one that tells of what was before. */
function senders(database: DatabaseSync): (rowId: number) => ErrorKind['sentBy'] {
  const select = database.prepare(
    `SELECT iif(m.address = '', h.address, m.address) AS address, iif(m.has_hostname, h.name, NULL) AS hostname, m.msg_id
      FROM messages m JOIN hosts h ON h.id = m.host_id WHERE m.id = ?`,
  );
  return (rowId) => {
    const row = select.get(rowId);
    if (row === undefined || row.msg_id === 'LAST-CRASH') return null;
    return { address: String(row.address), hostname: typeof row.hostname === 'string' ? row.hostname : null };
  };
}

/** When the first row from `id` on was received; null when there is none. */
function receivedAt(database: DatabaseSync, id: number): number | null {
  const row = database.prepare('SELECT received_at FROM messages WHERE id >= ? ORDER BY id LIMIT 1').get(id);
  return row === undefined ? null : Number(row.received_at);
}

/** Says why a kind that these boards have, and that came first at that time, is new. */
function newness(
  database: DatabaseSync,
  nowMs: number,
): (firstEverMs: number, names: string[]) => ErrorKind['newSince'] {
  const startOf = starts(readBoards(database));
  const oldestMs = receivedAt(database, 0) ?? nowMs;
  const isLongerThanADay = oldestMs < nowMs - dayMs;
  return (firstEverMs, names) => {
    if (names.every((name) => firstEverMs >= (startOf.get(name) ?? Number.POSITIVE_INFINITY))) return 'start';
    return isLongerThanADay && firstEverMs >= nowMs - dayMs ? 'day' : null;
  };
}

/** When each board was started last, by what its rows are filed under. Without those of which no row from before was received. */
function starts(boards: readonly BoardStatus[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { board, address, host, firstSeenMs, lastBootMs } of boards) {
    if (lastBootMs === null || firstSeenMs >= lastBootMs) continue;
    for (const name of [board, host ?? address]) found.set(name, Math.max(found.get(name) ?? 0, lastBootMs));
  }
  return found;
}
