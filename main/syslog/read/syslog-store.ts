/**
 * Reading the log store: newest rows first by id, filtered. Synchronous, over a connection of its own, so that a writer in
 * another thread or process goes on meanwhile. A slow search blocks its thread: the server asks it through a worker.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Disposable } from '../../../app/base/index.ts';
import {
  type BoardEventAt,
  type BoardStatus,
  bucketWidthMs,
  type FacetCount,
  facilityNames,
  type Severity,
  type SeverityName,
  type SyslogErrors,
  type SyslogFacets,
  type SyslogFilter,
  type SyslogHistogram,
  type SyslogHistogramRange,
  type SyslogRow,
  severityNames,
  type Via,
  viaOf,
} from '../../../app/syslog/index.ts';
import { readBoardEvents, readBoards } from '../store/board-watch.ts';
import { formatCodes, openForReading, storeError } from '../store/log-database.ts';
import type { StoreTotals } from '../store/log-writer.ts';
import { usedBytes } from '../store/retention.ts';
import { minuteMs } from '../store/rollups.ts';
import { fromStoredTimestamp } from '../store/stored-timestamp.ts';
import { WordIndex } from '../store/word-index.ts';
import { findErrors } from './error-search.ts';
import type { IdRange } from './filter-query.ts';
import { allTime, type CountGroup, RowCounts, type RowCountsOptions } from './row-counts.ts';
import { RowSearch } from './row-search.ts';
import type { TimeWindow } from './time-window.ts';

export interface HostCount {
  host: string;
  count: number;
}

/** Which rows are wanted: the newest `limit` (1 to 1000) of those between the two ids, which have no bound unless given. */
export interface RowsPage {
  afterId?: number;
  beforeId?: number;
  limit: number;
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
const mostEvents = 1000;
const mostHosts = 200;
const mostBuckets = 2000;
const manyRows = 200_000;
/** How long a count of rows one by one may take before it is given up. */
const usualBudgetMs = 250;
/** Errors have a thread of their own, and are looked for seldom. */
const usualErrorsBudgetMs = 3000;

type ColumnValue = string | number | bigint | Uint8Array | null;
type Columns = Record<string, ColumnValue>;

export class SyslogStore implements Disposable {
  readonly file: string;
  readonly #database: DatabaseSync;
  readonly #selectRow: StatementSync;
  readonly #search: RowSearch;
  readonly #counts: RowCounts;
  readonly #looking: RowCountsOptions;

  /** Opens an existing store. Throws `file-not-found` or `log-store`. */
  constructor(file: string) {
    this.file = file;
    this.#database = openForReading(file);
    this.#search = new RowSearch(this.#database);
    this.#looking = { database: this.#database, search: this.#search, monotonicMs: () => performance.now() };
    this.#counts = new RowCounts(this.#looking);
    this.#selectRow = this.#database.prepare(
      'SELECT m.*, h.name AS host, h.address AS host_address FROM messages m JOIN hosts h ON h.id = m.host_id WHERE m.id = ?',
    );
  }

  /** The newest rows of the page that pass, in ascending order of id. Throws `bad-query` for a query that is wrong. */
  rows(filter: SyslogFilter, { afterId = 0, beforeId = Number.MAX_SAFE_INTEGER, limit }: RowsPage): SyslogRow[] {
    return this.#newest(filter, { after: afterId, before: beforeId }, limit);
  }

  /** Rows newer than `afterId` that pass, ascending, the newest `limit` of them. */
  rowsAfter(filter: SyslogFilter, afterId: number, limit: number): SyslogRow[] {
    return this.#newest(filter, { after: afterId, before: Number.MAX_SAFE_INTEGER }, limit);
  }

  /** Hosts seen, the most talkative first, at most 200. */
  hosts(): HostCount[] {
    return this.#atOneMoment(() => {
      const grouping = { bucketMs: 0, columns: ['host_id'] } as const;
      const { groups } = this.#counts.count({}, grouping, { window: allTime, budgetMs: Number.POSITIVE_INFINITY });
      return this.#byHost(groups)
        .slice(0, mostHosts)
        .map(({ name, count }) => ({ host: name, count }));
    });
  }

  /** What is known of each board, the one heard last first. A second old at most while rows arrive. */
  boards(): BoardStatus[] {
    return this.#atOneMoment(() => readBoards(this.#database));
  }

  /** What happened at the rows from `fromId` to `toId`, by row; the newest 1000. */
  boardEvents(fromId: number, toId: number): BoardEventAt[] {
    return this.#atOneMoment(() => readBoardEvents(this.#database, fromId, toId, mostEvents));
  }

  /** Rows that pass by time of reception and severity. Throws `bad-query`. */
  histogram(
    filter: SyslogFilter,
    range: SyslogHistogramRange,
    { budgetMs = usualBudgetMs }: { budgetMs?: number } = {},
  ): SyslogHistogram {
    return this.#atOneMoment(() => {
      const span = this.#span();
      const fromMs = range.fromMs ?? span.fromMs;
      const toMs = Math.max(range.toMs ?? span.toMs, fromMs + 1);
      const width = bucketWidthMs(toMs - fromMs, Math.max(1, Math.min(mostBuckets, Math.trunc(range.buckets))));
      // There are counts by minute; narrower buckets of a large log mean a look at every row.
      const isLarge = toMs - fromMs >= 10 * minuteMs && this.#totals().totalRows > manyRows;
      const bucketMs = isLarge ? Math.max(width, minuteMs) : width;
      const firstMs = Math.floor(fromMs / bucketMs) * bucketMs;
      const counts = Array.from({ length: Math.ceil((toMs - firstMs) / bucketMs) }, () => Array<number>(8).fill(0));
      const window = { fromMs: firstMs, toMs: firstMs + counts.length * bucketMs };
      const grouping = { bucketMs, columns: ['severity'] } as const;
      const { groups, countedFromMs } = this.#counts.count(filter, grouping, { window, budgetMs });
      for (const { bucketMs: atMs, severity, count } of groups) {
        const bucket = counts[(atMs - firstMs) / bucketMs];
        if (bucket !== undefined) bucket[severity] = (bucket[severity] ?? 0) + count;
      }
      return { fromMs: firstMs, bucketMs, counts, countedFromMs };
    });
  }

  /** The kinds of errors among the rows that pass, the newest 300. Throws `bad-query`. */
  errors(
    filter: SyslogFilter,
    { budgetMs = usualErrorsBudgetMs, nowMs = Date.now() }: { budgetMs?: number; nowMs?: number } = {},
  ): SyslogErrors {
    return this.#atOneMoment(() => findErrors(this.#looking, filter, { budgetMs, nowMs }));
  }

  /** Rows that pass by host, app, severity and facility. Throws `bad-query`. */
  facets(filter: SyslogFilter, { budgetMs = usualBudgetMs }: { budgetMs?: number } = {}): SyslogFacets {
    return this.#atOneMoment(() => {
      const grouping = { bucketMs: 0, columns: ['host_id', 'app_name', 'severity', 'facility'] } as const;
      const { groups, countedFromMs } = this.#counts.count(filter, grouping, { window: allTime, budgetMs });
      const named = (names: readonly string[], column: 'severity' | 'facility') =>
        summed(groups, (group) => names[group[column]] ?? String(group[column]));
      const severities = named(severityNames, 'severity').sort(
        (a, b) => severityNames.indexOf(a.name as SeverityName) - severityNames.indexOf(b.name as SeverityName),
      );
      return {
        total: groups.reduce((sum, { count }) => sum + count, 0),
        hosts: this.#byHost(groups).slice(0, mostHosts),
        apps: summed(groups, ({ app }) => app).slice(0, mostHosts),
        severities,
        facilities: named(facilityNames, 'facility'),
        vias: this.#byVia(groups),
        countedFromMs,
      };
    });
  }

  totals(): StoreTotals {
    return this.#atOneMoment(() => this.#totals());
  }

  /** How large the store is, and how far the index of words lags behind. */
  size(): StoreSize {
    return this.#atOneMoment(() => {
      const unindexedCount = new WordIndex(this.#database).unindexedCount();
      return { usedBytes: usedBytes(this.#database), unindexedCount };
    });
  }

  /** How many rows pass, by severity and by host, and how many messages never came into the store. Takes the time it needs. */
  stats(filter: SyslogFilter): StoreStats {
    return this.#atOneMoment(() => {
      const dropped = this.#database.prepare('SELECT dropped FROM totals').get()?.dropped;
      const { total, severities, hosts } = this.#allOf(filter);
      return {
        total,
        dropped: Number(dropped),
        bySeverity: Object.fromEntries(severities.map(({ name, count }) => [name, count])),
        // Not by assignment: a host may call itself __proto__.
        byBoard: Object.fromEntries(hosts.map(({ name, count }) => [name, count])),
      };
    });
  }

  /** The id of the oldest row; one more than the last id when there is none. */
  oldestId(): number {
    return this.#atOneMoment(() => {
      const row = this.#database
        .prepare('SELECT coalesce((SELECT min(id) FROM messages), last_id + 1) AS id FROM totals')
        .get();
      return Number(row?.id);
    });
  }

  /** Gives back the memory that searching texts took, if there was no such search since this was called last. */
  forgetUnusedTexts(): void {
    this.#search.forgetUnusedTexts();
  }

  dispose(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  #allOf(filter: SyslogFilter): { total: number; severities: FacetCount[]; hosts: FacetCount[] } {
    const grouping = { bucketMs: 0, columns: ['host_id', 'severity'] } as const;
    const { groups } = this.#counts.count(filter, grouping, { window: allTime, budgetMs: Number.POSITIVE_INFINITY });
    const severities = severityNames.map((name, severity) => ({
      name,
      count: groups.reduce((sum, group) => (group.severity === severity ? sum + group.count : sum), 0),
    }));
    return {
      total: groups.reduce((sum, { count }) => sum + count, 0),
      severities: severities.filter(({ count }) => count > 0),
      hosts: this.#byHost(groups),
    };
  }

  #totals(): StoreTotals {
    const row = this.#database.prepare('SELECT last_id, row_count FROM totals').get();
    return { lastId: Number(row?.last_id), totalRows: Number(row?.row_count) };
  }

  /** When the first and the last row were received. */
  #span(): TimeWindow {
    const row = this.#database
      .prepare(
        `SELECT min(a) AS first, max(b) AS last FROM (
          SELECT min(slot) * ${minuteMs} AS a, (max(slot) + 1) * ${minuteMs} AS b FROM minutes UNION ALL
          SELECT min(received_at), max(received_at) + 1 FROM messages WHERE id > (SELECT rolled_id FROM totals))`,
      )
      .get();
    return { fromMs: Number(row?.first ?? 0), toMs: Number(row?.last ?? 1) };
  }

  #byHost(groups: readonly CountGroup[]): FacetCount[] {
    const selectName = this.#database.prepare('SELECT name FROM hosts WHERE id = ?');
    const names = new Map<number, string>();
    return summed(groups, ({ hostId }) => {
      const name = names.get(hostId) ?? String(selectName.get(hostId)?.name);
      names.set(hostId, name);
      return name;
    });
  }

  #byVia(groups: readonly CountGroup[]): FacetCount[] {
    const selectAddress = this.#database.prepare('SELECT address FROM hosts WHERE id = ?');
    const ways = new Map<number, Via>();
    return summed(groups, ({ hostId }) => {
      const way = ways.get(hostId) ?? viaOf(String(selectAddress.get(hostId)?.address));
      ways.set(hostId, way);
      return way;
    });
  }

  #newest(filter: SyslogFilter, range: IdRange, limit: number): SyslogRow[] {
    return this.#atOneMoment(() => this.#rowsOf(this.#search.newestIds(filter, range, clampLimit(limit))));
  }

  #rowsOf(ids: readonly number[]): SyslogRow[] {
    const rows: SyslogRow[] = [];
    for (const id of ids) {
      const columns = this.#selectRow.get(id);
      if (columns !== undefined) rows.push(readRow(columns));
    }
    return rows;
  }

  /**
   * One snapshot for all that an answer is made of: rows cleared in between would leave holes, and rows that another thread takes into the
   * counts meanwhile would be in neither.
   */
  #atOneMoment<T>(task: () => T): T {
    try {
      this.#database.exec('BEGIN');
      try {
        return task();
      } finally {
        this.#database.exec('COMMIT');
      }
    } catch (error) {
      throw storeError(this.file, error);
    }
  }
}

/** The groups added up by name, the largest first. Without those whose name is null. */
function summed(groups: readonly CountGroup[], nameOf: (group: CountGroup) => string | null): FacetCount[] {
  const counts = new Map<string, number>();
  for (const group of groups) {
    const name = nameOf(group);
    if (name !== null) counts.set(name, (counts.get(name) ?? 0) + group.count);
  }
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}

function clampLimit(limit: number): number {
  return Math.max(1, Math.min(mostRows, Math.trunc(limit)));
}

function readRow(columns: Columns): SyslogRow {
  const structuredData = textOrNull(columns.structured_data);
  const timestampMs = columns.timestamp === null ? null : Number(columns.timestamp);
  return {
    id: Number(columns.id),
    receivedAtMs: Number(columns.received_at),
    // Rows of an older Bramble have theirs.
    address: String(columns.address === '' ? columns.host_address : columns.address),
    format: formatCodes[Number(columns.format)] ?? 'malformed',
    facility: Number(columns.facility),
    severity: Number(columns.severity) as Severity,
    timestampMs,
    timestampText: fromStoredTimestamp(textOrNull(columns.timestamp_text), timestampMs),
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
