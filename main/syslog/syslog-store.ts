/**
 * Reading the log store: newest rows first by id, filtered. Synchronous, over a connection of its own, so that a writer in
 * another thread or process goes on meanwhile. A slow search blocks its thread: the server asks it through a worker.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Disposable } from '../../app/base/index.ts';
import {
  type Severity,
  type SeverityName,
  type SyslogFilter,
  type SyslogRow,
  severityNames,
} from '../../app/syslog/index.ts';
import type { IdRange } from './filter-query.ts';
import { formatCodes, openForReading, storeError } from './log-database.ts';
import type { StoreTotals } from './log-writer.ts';
import { usedBytes } from './retention.ts';
import { RowSearch } from './row-search.ts';
import { WordIndex } from './word-index.ts';

export interface HostCount {
  host: string;
  count: number;
}

export interface StoreStats {
  total: number;
  /** Received and not stored, or lost by the system, since the store was made; whatever the filter. */
  dropped: number;
  /** Severities that occur. */
  bySeverity: Partial<Record<SeverityName, number>>;
  /** By hostname, or by address where there is none; the most talkative first. */
  byBoard: Record<string, number>;
}

export interface StoreSize {
  /** Of the pages that hold something, the index of words included. */
  usedBytes: number;
  /** How many of the newest rows are not in the index of words yet; they are found, but slower. */
  unindexedCount: number;
}

const mostRows = 1000;
const mostHosts = 200;

type ColumnValue = string | number | bigint | Uint8Array | null;
type Columns = Record<string, ColumnValue>;

export class SyslogStore implements Disposable {
  readonly file: string;
  readonly #database: DatabaseSync;
  readonly #selectRow: StatementSync;
  readonly #search: RowSearch;

  /** Opens an existing store. Throws `file-not-found` or `log-store`. */
  constructor(file: string) {
    this.file = file;
    this.#database = openForReading(file);
    this.#search = new RowSearch(this.#database);
    this.#selectRow = this.#database.prepare(
      'SELECT m.*, h.name AS host FROM messages m JOIN hosts h ON h.id = m.host_id WHERE m.id = ?',
    );
  }

  /**
   * The newest rows that pass, older than `beforeId` when it is given, in ascending order of id. `limit` is 1 to 1000. Throws
   * `bad-query` for a query that is wrong.
   */
  rows(filter: SyslogFilter, page: { beforeId?: number; limit: number }): SyslogRow[] {
    return this.#newest(filter, { after: 0, before: page.beforeId ?? Number.MAX_SAFE_INTEGER }, page.limit);
  }

  /** Rows newer than `afterId` that pass, ascending, the newest `limit` of them. */
  rowsAfter(filter: SyslogFilter, afterId: number, limit: number): SyslogRow[] {
    return this.#newest(filter, { after: afterId, before: Number.MAX_SAFE_INTEGER }, limit);
  }

  /** Hosts seen, the most talkative first, at most 200. */
  hosts(): HostCount[] {
    return this.#explained(() => {
      const select = this.#database.prepare(
        'SELECT name, row_count FROM hosts WHERE row_count > 0 ORDER BY row_count DESC, name LIMIT ?',
      );
      return select.all(mostHosts).map((row) => ({ host: String(row.name), count: Number(row.row_count) }));
    });
  }

  totals(): StoreTotals {
    return this.#explained(() => {
      const row = this.#database.prepare('SELECT last_id, row_count FROM totals').get();
      return { lastId: Number(row?.last_id), totalRows: Number(row?.row_count) };
    });
  }

  /** How large the store is, and how far the index of words lags behind. */
  size(): StoreSize {
    return this.#explained(() => {
      const unindexedCount = new WordIndex(this.#database).unindexedCount();
      return { usedBytes: usedBytes(this.#database), unindexedCount };
    });
  }

  /** How many rows pass, by severity and by host, and how many messages never came into the store. Looks at every row. */
  stats(filter: SyslogFilter): StoreStats {
    return this.#explained(() => {
      const { sql, parameters } = this.#search.condition(filter);
      const dropped = this.#database.prepare('SELECT dropped FROM totals').get()?.dropped;
      const stats: StoreStats = { total: 0, dropped: Number(dropped), bySeverity: {}, byBoard: {} };
      const select = `SELECT g.severity, h.name, g.count
        FROM (SELECT m.host_id, m.severity, count(*) AS count FROM messages m WHERE ${sql} GROUP BY 1, 2) g
        JOIN hosts h ON h.id = g.host_id ORDER BY g.severity, h.name`;
      const byBoard = new Map<string, number>();
      for (const { severity, name, count } of this.#database.prepare(select).all(...parameters)) {
        const severityName = severityNames[Number(severity)] ?? 'debug';
        stats.total += Number(count);
        stats.bySeverity[severityName] = (stats.bySeverity[severityName] ?? 0) + Number(count);
        byBoard.set(String(name), (byBoard.get(String(name)) ?? 0) + Number(count));
      }
      // Not by assignment: a host may call itself __proto__.
      stats.byBoard = Object.fromEntries([...byBoard].sort((a, b) => b[1] - a[1]));
      return stats;
    });
  }

  /** The id of the oldest row; one more than the last id when there is none. */
  oldestId(): number {
    return this.#explained(() => {
      const row = this.#database
        .prepare('SELECT coalesce((SELECT min(id) FROM messages), last_id + 1) AS id FROM totals')
        .get();
      return Number(row?.id);
    });
  }

  dispose(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  #newest(filter: SyslogFilter, range: IdRange, limit: number): SyslogRow[] {
    return this.#explained(() => {
      // One snapshot for the ids and the rows: a clear in between must not leave holes.
      this.#database.exec('BEGIN');
      try {
        return this.#rowsOf(this.#search.newestIds(filter, range, clampLimit(limit)));
      } finally {
        this.#database.exec('COMMIT');
      }
    });
  }

  #rowsOf(ids: readonly number[]): SyslogRow[] {
    const rows: SyslogRow[] = [];
    for (const id of ids) {
      const columns = this.#selectRow.get(id);
      if (columns !== undefined) rows.push(readRow(columns));
    }
    return rows;
  }

  #explained<T>(task: () => T): T {
    try {
      return task();
    } catch (error) {
      throw storeError(this.file, error);
    }
  }
}

function clampLimit(limit: number): number {
  return Math.max(1, Math.min(mostRows, Math.trunc(limit)));
}

function readRow(columns: Columns): SyslogRow {
  const structuredData = textOrNull(columns.structured_data);
  return {
    id: Number(columns.id),
    receivedAtMs: Number(columns.received_at),
    address: String(columns.address),
    format: formatCodes[Number(columns.format)] ?? 'malformed',
    facility: Number(columns.facility),
    severity: Number(columns.severity) as Severity,
    timestampMs: columns.timestamp === null ? null : Number(columns.timestamp),
    timestampText: textOrNull(columns.timestamp_text),
    hostname: columns.has_hostname === 1 ? String(columns.host) : null,
    appName: textOrNull(columns.app_name),
    procId: textOrNull(columns.proc_id),
    msgId: textOrNull(columns.msg_id),
    structuredData: structuredData === null ? [] : JSON.parse(structuredData),
    text: String(columns.text),
    raw: columns.raw instanceof Uint8Array ? columns.raw : null,
  };
}

function textOrNull(value: ColumnValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
