/**
 * The rows of a log that are errors, the newest first: of severity error or worse, and tracebacks of any severity, those that came a line a
 * message as one. It knows where they are found, and nothing of their kinds.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import {
  beginsSplitTraceback,
  type LoggedError,
  type Severity,
  splitTracebackLines,
} from '../../../app/syslog/index.ts';
import { severityWord } from '../store/word-index.ts';
import { allConditions, pieceRows, type SearchPiece } from './filter-query.ts';
import type { Condition } from './query-conditions.ts';
import { smallPieces } from './row-counts.ts';
import type { PreparedFilter, RowSearch } from './row-search.ts';
import { wordMatch } from './word-match.ts';

/** A traceback's lines come at once: so many ids before a row its first may stand. */
const nearIds = 1000;
const mostErrorLevel = 3;
const rowsBetweenLooks = 256;

/** What the index of words finds has all rows that the condition passes. */
const tracebackMatch = wordMatch({ kind: 'phrase', text: 'Traceback most recent call last' }) ?? '';
const errorWords = Array.from({ length: mostErrorLevel + 1 }, (_, severity) => severityWord(severity));
const errorMatch = `(${[...errorWords, tracebackMatch].join(' OR ')})`;
const isError: Condition = {
  sql: `(m.severity <= ${mostErrorLevel} OR m.text LIKE '%Traceback (most recent call last):%')`,
  parameters: [],
};

/** Of a text that is very long the end too, where its exception stands. */
const shortText =
  'iif(octet_length(m.text) > 8192, substr(m.text, 1, 6144) || char(10) || substr(m.text, -2048), m.text)';

interface ErrorRow {
  id: number;
  receivedAtMs: number;
  hostId: number;
  appName: string | null;
  address: string;
  severity: Severity;
  text: string;
  isReport: boolean;
  isAskedFor: boolean;
}

export class ErrorRows {
  readonly #database: DatabaseSync;
  readonly #search: RowSearch;
  readonly #prepared: PreparedFilter;
  readonly #selected: Condition;
  readonly #selectNext: StatementSync;
  readonly #selectAddress: StatementSync;
  readonly #addresses = new Map<number, string>();
  /** Rows with ids below were not looked at; null when all were. */
  stoppedAtId: number | null = null;

  /** `prepared` says which of them are asked for; it was the last that `search` prepared. */
  constructor(database: DatabaseSync, search: RowSearch, prepared: PreparedFilter) {
    this.#database = database;
    this.#search = search;
    this.#prepared = prepared;
    const asked = allConditions(prepared.parts);
    this.#selected = {
      sql: `SELECT m.id, m.received_at, m.host_id, m.app_name, m.address, m.severity, ${shortText} AS text,
        coalesce(m.msg_id = 'LAST-CRASH', 0) AS is_report,
        (${['1', ...asked.map(({ sql }) => sql)].join(' AND ')}) AS is_asked_for`,
      parameters: asked.flatMap(({ parameters }) => parameters),
    };
    this.#selectNext = database.prepare(
      `${this.#selected.sql} FROM messages m WHERE m.id > ? AND m.id <= ? AND m.host_id = ? ORDER BY m.id`,
    );
    this.#selectAddress = database.prepare('SELECT address FROM hosts WHERE id = ?');
  }

  /** All of them, until `isOver`, which is asked now and then. */
  *errors(isOver: () => boolean): Generator<LoggedError> {
    // A row may go on with a traceback that began a little earlier, and so comes later here.
    const held = new Map<number, ErrorRow>();
    for (const row of this.#rows(isOver)) {
      for (const [id, later] of held) {
        if (id <= row.id + nearIds) break;
        held.delete(id);
        yield this.#error([later]);
      }
      const lines = beginsSplitTraceback(row.text) ? splitTracebackLines(row, this.#rowsAfter(row)) : [];
      for (const { id } of lines) held.delete(id);
      if (lines.length === 0) held.set(row.id, row);
      else yield this.#error([row, ...lines]);
    }
    if (this.stoppedAtId !== null) return;
    for (const row of held.values()) yield this.#error([row]);
  }

  *#rows(isOver: () => boolean): Generator<ErrorRow> {
    for (const piece of this.#pieces()) {
      const { sql, parameters, id } = pieceRows(piece, errorMatch, [isError]);
      const select = this.#database.prepare(`${this.#selected.sql} ${sql} ORDER BY ${id} DESC`);
      let count = 0;
      for (const columns of select.iterate(...this.#selected.parameters, ...parameters)) {
        const row = rowOf(columns);
        count += 1;
        if (count % rowsBetweenLooks === 0 && isOver()) return this.#stopAt(row.id);
        yield row;
      }
      if (isOver()) return this.#stopAt(piece.after + 1);
    }
  }

  /** The newest first. Where the index of words has not come yet, each row is looked at: so many at a time. */
  *#pieces(): Generator<SearchPiece> {
    const all = { after: 0, before: Number.MAX_SAFE_INTEGER };
    const prepared = { ...this.#prepared, match: errorMatch, need: null, texts: null };
    for (const piece of this.#search.pieces(prepared, all)) {
      if (piece.table === null) yield* smallPieces([piece]);
      else yield piece;
    }
  }

  #stopAt(id: number): void {
    if (id > 1) this.stoppedAtId = id + nearIds;
  }

  /** What the board and app of a row sent next. */
  *#rowsAfter({ id, hostId, appName }: ErrorRow): Generator<ErrorRow> {
    for (const columns of this.#selectNext.iterate(...this.#selected.parameters, id, id + nearIds, hostId)) {
      const row = rowOf(columns);
      if (row.appName === appName) yield row;
    }
  }

  /** One row, or those of a traceback, which is asked for where one of them is. */
  #error(rows: readonly ErrorRow[]): LoggedError {
    const [first, last] = [rows[0], rows.at(-1)];
    if (first === undefined || last === undefined) throw new Error('An error has a row.');
    const { receivedAtMs, hostId, appName, isReport } = first;
    return {
      ...{ receivedAtMs, hostId, appName, isReport },
      // A host has the address of its rows, but for those of an older Bramble.
      address: first.address === '' ? this.#addressOf(hostId) : first.address,
      severity: Math.min(...rows.map(({ severity }) => severity)) as Severity,
      text: rows.length === 1 ? first.text : rows.map(({ text }) => text).join('\n'),
      isAskedFor: rows.some((row) => row.isAskedFor),
      lastId: last.id,
      isSplit: rows.length > 1,
    };
  }

  #addressOf(hostId: number): string {
    const address = this.#addresses.get(hostId) ?? String(this.#selectAddress.get(hostId)?.address ?? '');
    this.#addresses.set(hostId, address);
    return address;
  }
}

function rowOf(columns: Record<string, unknown>): ErrorRow {
  return {
    id: Number(columns.id),
    receivedAtMs: Number(columns.received_at),
    hostId: Number(columns.host_id),
    appName: typeof columns.app_name === 'string' ? columns.app_name : null,
    address: String(columns.address),
    severity: Number(columns.severity) as Severity,
    text: String(columns.text),
    isReport: columns.is_report === 1,
    isAskedFor: columns.is_asked_for === 1,
  };
}
