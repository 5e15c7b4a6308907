/**
 * Counts rows that pass a filter: from the rollups where the filter asks only for host, app, severity, facility and time, else row
 * by row, the newest first, until a budget of time is spent. It knows what to count, and not what for.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { QueryNode, SyslogFilter } from '../../../app/syslog/index.ts';
import { minuteMs } from '../store/rollups.ts';
import { allConditions, pieceRows, type SearchPiece } from './filter-query.ts';
import type { Condition } from './query-conditions.ts';
import type { PreparedFilter, RowSearch } from './row-search.ts';
import { intersection, type TimeWindow, windowParts } from './time-window.ts';

/** What to group by: `bucketMs` wide spans of the time of reception (0 for none), and these columns. */
export interface Grouping {
  bucketMs: number;
  columns: readonly ('host_id' | 'app_name' | 'severity' | 'facility')[];
}

export interface CountGroup {
  /** The begin of the bucket. */
  bucketMs: number;
  hostId: number;
  app: string | null;
  severity: number;
  facility: number;
  count: number;
}

export interface RowCount {
  groups: CountGroup[];
  /** Rows received before may be missing; null when all were counted. */
  countedFromMs: number | null;
}

/** Ids that are looked at between two looks at the clock. */
const pieceIds = 20_000;
export const allTime: TimeWindow = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };

export interface RowCountsOptions {
  database: DatabaseSync;
  search: RowSearch;
  /** Ms on a clock that never jumps. */
  monotonicMs: () => number;
}

export class RowCounts {
  readonly #options: RowCountsOptions;

  constructor(options: RowCountsOptions) {
    this.#options = options;
  }

  /** Counts rows received in `window`. A group may come several times. Throws `bad-query`. */
  count(filter: SyslogFilter, grouping: Grouping, limits: { window: TimeWindow; budgetMs: number }): RowCount {
    const prepared = this.#options.search.prepare(filter);
    const { window, rest } = withoutTimes(prepared.root, limits.window);
    if (window.fromMs >= window.toMs) return { groups: [], countedFromMs: null };
    const endsAtMs = this.#options.monotonicMs() + limits.budgetMs;
    const isRolled = (filter.text ?? '') === '' && canRoll(rest) && grouping.bucketMs % minuteMs === 0;
    if (!isRolled) return this.#countRows(prepared, grouping, { windows: [window], endsAtMs });
    const { hours, minutes, edges } = windowParts(window, grouping.bucketMs % (60 * minuteMs) === 0);
    const conditions = this.#rollupConditions(prepared, rest);
    const groups = [
      ...hours.flatMap((part) => this.#countRollups('hour_rollups', 60 * minuteMs, { conditions, part, grouping })),
      ...minutes.flatMap((part) => this.#countRollups('minute_rollups', minuteMs, { conditions, part, grouping })),
    ];
    const rows = this.#countRows(prepared, grouping, { windows: edges, unrolled: window, endsAtMs });
    return { groups: [...groups, ...rows.groups], countedFromMs: rows.countedFromMs };
  }

  #rollupConditions({ parts }: PreparedFilter, rest: QueryNode): Condition[] {
    const { hostIds, severities } = parts;
    return allConditions({ hostIds, severities, conditions: [this.#options.search.condition(rest)] });
  }

  #countRollups(
    table: string,
    unitMs: number,
    { conditions, part, grouping }: { conditions: Condition[]; part: TimeWindow; grouping: Grouping },
  ): CountGroup[] {
    const { selected, groupBy } = columnsOf(grouping, `m.slot * ${unitMs}`);
    const sql = `SELECT ${selected}, sum(m.row_count) AS count
      FROM (SELECT slot, host_id, '' AS address, nullif(app, '') AS app_name, severity, facility, row_count FROM ${table}) m
      WHERE ${conditions.map((each) => each.sql).join(' AND ')} AND m.slot >= ? AND m.slot < ? ${groupBy}`;
    const parameters = conditions.flatMap((each) => each.parameters);
    return this.#groups(sql, [...parameters, part.fromMs / unitMs, Math.floor(part.toMs / unitMs)]);
  }

  /** Rows of the windows, and those of `unrolled` that are in no rollup yet. */
  #countRows(
    prepared: PreparedFilter,
    grouping: Grouping,
    { windows, unrolled, endsAtMs }: { windows: readonly TimeWindow[]; unrolled?: TimeWindow; endsAtMs: number },
  ): RowCount {
    const groups: CountGroup[] = [];
    for (const { window, after, before } of this.#idRanges(windows, unrolled)) {
      for (const piece of smallPieces(this.#options.search.pieces(prepared, { after, before }))) {
        if (this.#options.monotonicMs() > endsAtMs) {
          return { groups, countedFromMs: this.#receivedAt(piece.before) ?? window.toMs };
        }
        if (piece.ids?.length === 0) continue;
        const { sql, parameters } = pieceQuery(prepared, grouping, window, piece);
        groups.push(...this.#groups(sql, parameters));
      }
    }
    return { groups, countedFromMs: null };
  }

  /** Which ids may have been received in the windows, the newest first. */
  #idRanges(windows: readonly TimeWindow[], unrolled: TimeWindow | undefined) {
    const { database } = this.#options;
    const totals = database.prepare('SELECT last_id, rolled_id FROM totals').get();
    const rolledId = Number(totals?.rolled_id);
    const lastId = Number(totals?.last_id);
    const newest = unrolled === undefined ? windows : [unrolled];
    const ranges = newest.map((window) => ({ window, after: rolledId, before: lastId + 1 }));
    for (const window of windows.toSorted((a, b) => b.fromMs - a.fromMs)) {
      const range = database
        .prepare('SELECT min(first_id) AS first, max(last_id) AS last FROM minutes WHERE slot >= ? AND slot <= ?')
        .get(Math.floor(window.fromMs / minuteMs), Math.floor(window.toMs / minuteMs));
      if (range?.first == null) continue;
      ranges.push({ window, after: Number(range.first) - 1, before: Math.min(rolledId, Number(range.last)) + 1 });
    }
    return ranges.filter(({ after, before }) => before - after > 1);
  }

  /** When the first row from `id` on was received; null when there is none. */
  #receivedAt(id: number): number | null {
    const row = this.#options.database.prepare('SELECT received_at FROM messages WHERE id >= ? LIMIT 1').get(id);
    return row === undefined ? null : Number(row.received_at);
  }

  #groups(sql: string, parameters: (string | number)[]): CountGroup[] {
    const rows = this.#options.database.prepare(sql).all(...parameters);
    return rows
      .filter(({ count }) => Number(count) > 0)
      .map((row) => ({
        bucketMs: Number(row.bucket ?? 0),
        hostId: Number(row.host_id ?? 0),
        app: typeof row.app_name === 'string' ? row.app_name : null,
        severity: Number(row.severity ?? 0),
        facility: Number(row.facility ?? 0),
        count: Number(row.count),
      }));
  }
}

/** The pieces, cut so small that a look at the clock between two is often enough. */
export function* smallPieces(pieces: Iterable<SearchPiece>): Generator<SearchPiece> {
  for (const piece of pieces) {
    const { ids, after, before } = piece;
    if (ids !== null) yield piece;
    else {
      for (let end = before; end - after > 1; end = Math.max(after + 1, end - pieceIds)) {
        yield { ...piece, after: Math.max(after, end - pieceIds - 1), before: end };
      }
    }
  }
}

function pieceQuery(
  { parts, match }: PreparedFilter,
  grouping: Grouping,
  window: TimeWindow,
  piece: SearchPiece,
): Condition {
  const { selected, groupBy } = columnsOf(grouping, 'm.received_at');
  const received = { sql: 'm.received_at >= ? AND m.received_at < ?', parameters: [window.fromMs, window.toMs] };
  const { sql, parameters } = pieceRows(piece, match, [...allConditions(parts), received]);
  return { sql: `SELECT ${selected}, count(*) AS count ${sql} ${groupBy}`, parameters };
}

function columnsOf({ bucketMs, columns }: Grouping, time: string): { selected: string; groupBy: string } {
  const selected = columns.map((column) => `m.${column} AS ${column}`);
  if (bucketMs > 0) selected.unshift(`(${time}) / ${bucketMs} * ${bucketMs} AS bucket`);
  return { selected: selected.join(', '), groupBy: `GROUP BY ${selected.map((_, place) => place + 1).join(', ')}` };
}

/** Whether the rollups can say which rows pass. */
function canRoll(node: QueryNode): boolean {
  switch (node.kind) {
    case 'all':
    case 'any':
      return node.of.every(canRoll);
    case 'not':
      return canRoll(node.of);
    case 'severity':
    case 'facility':
    case 'via':
      return true;
    case 'field':
      return node.field === 'host' || node.field === 'app';
    case 'has':
      return node.what === 'app';
    default:
      return false;
  }
}

/** Takes the times at the top of a query out of it and into the window. */
function withoutTimes(root: QueryNode | null, window: TimeWindow): { window: TimeWindow; rest: QueryNode } {
  const parts = root === null ? [] : root.kind === 'all' ? root.of : [root];
  let narrowed = window;
  const rest: QueryNode[] = [];
  for (const part of parts) {
    if (part.kind === 'after') narrowed = intersection(narrowed, { ...allTime, fromMs: part.timeMs });
    else if (part.kind === 'before') narrowed = intersection(narrowed, { ...allTime, toMs: part.timeMs });
    else rest.push(part);
  }
  return { window: narrowed, rest: { kind: 'all', of: rest } };
}
