/** A SyslogFilter as SQL over the store's schema. Its meaning is `passesFilter` and `queryPredicate`; tests hold them together. */
import { isAscii, type SyslogFilter } from '../../app/syslog/index.ts';
import type { Condition } from './query-conditions.ts';

/** Ids in the store: `after` < id < `before`. */
export interface IdRange {
  after: number;
  before: number;
}

export interface IdQuery {
  /** Selects `id`, newest first. Bind `parameters`, then `after`, `before` and the limit. */
  sql: string;
  parameters: (string | number)[];
}

/** What the indexes answer, and what each row must pass besides. */
export interface IdQueryParts {
  /** Null for any. */
  hostIds: readonly number[] | null;
  severities: readonly number[];
  conditions: readonly Condition[];
}

/** The longest pattern for LIKE: SQLite's own limit is 50,000 bytes. */
const longestPattern = 10_000;

const allSeverities = 8;

/**
 * The queries whose results, taken together, are the rows that pass. One for each host and severity when severities or
 * hosts are asked for: an index gives each of them in the order of ids, but not several merged. The most talkative severity
 * is first, so that what it finds narrows the range of the others.
 */
export function idQueries({ hostIds, severities, conditions }: IdQueryParts): IdQuery[] {
  if (hostIds === null && severities.length === allSeverities) return [idQuery(conditions)];
  const queries: IdQuery[] = [];
  for (const severity of severities.toSorted((a, b) => b - a)) {
    const ofSeverity = { sql: 'm.severity = ?', parameters: [severity] };
    if (hostIds === null) queries.push(idQuery([ofSeverity, ...conditions]));
    for (const hostId of hostIds ?? []) {
      queries.push(idQuery([{ sql: 'm.host_id = ?', parameters: [hostId] }, ofSeverity, ...conditions]));
    }
  }
  return queries;
}

/** The query over one segment of the index of words. The expression finds every row that passes, and the conditions decide. */
export function wordQuery(table: string, match: string, parts: IdQueryParts): IdQuery {
  const all = [{ sql: `${table} MATCH ?`, parameters: [match] }, ...allConditions(parts)];
  const where = [...all.map(({ sql }) => sql), `${table}.rowid > ?`, `${table}.rowid < ?`].join(' AND ');
  return {
    // CROSS: the index of words leads, in the order of its ids.
    sql: `SELECT ${table}.rowid AS id FROM ${table} CROSS JOIN messages m ON m.id = ${table}.rowid WHERE ${where}
      ORDER BY ${table}.rowid DESC LIMIT ?`,
    parameters: all.flatMap(({ parameters }) => parameters),
  };
}

/** What each row must pass, without the help of the indexes. */
export function allConditions({ hostIds, severities, conditions }: IdQueryParts): Condition[] {
  return [
    ...(severities.length === allSeverities ? [] : [oneOf('+m.severity', severities)]),
    ...(hostIds === null ? [] : [oneOf('+m.host_id', hostIds)]),
    ...conditions,
  ];
}

function oneOf(column: string, values: readonly number[]): Condition {
  return { sql: `${column} IN (${values.map(() => '?').join(',')})`, parameters: [...values] };
}

/** The severities that a filter lets pass. */
export function severitiesOf({ severityAtMost = 7 }: SyslogFilter): number[] {
  return Array.from({ length: severityAtMost + 1 }, (_, severity) => severity);
}

function idQuery(conditions: readonly Condition[]): IdQuery {
  const where = [...conditions.map(({ sql }) => sql), 'm.id > ?', 'm.id < ?'].join(' AND ');
  return {
    sql: `SELECT m.id FROM messages m WHERE ${where} ORDER BY m.id DESC LIMIT ?`,
    parameters: conditions.flatMap(({ parameters }) => parameters),
  };
}

/**
 * The condition for a filter's `text`; none for an empty one. LIKE knows the case of ASCII letters only. So for a text with
 * others it makes the first choice, with a `%` in their places, and `includes_text` (the text is its closure's) decides.
 */
export function textConditions(text = ''): Condition[] {
  if (text === '') return [];
  // A string that is bound ends at a NUL, and no stored text has one.
  if (text.includes('\0')) return [{ sql: '0', parameters: [] }];
  const decides = !isAscii(text) || text.length > longestPattern;
  const pattern = likePattern(text.slice(0, longestPattern));
  const columns = ['m.text', 'm.app_name'].map((column) => {
    const like = `${column} LIKE ? ESCAPE '\\'`;
    return decides ? `(${like} AND includes_text(${column}))` : like;
  });
  const hostLike = `name LIKE ? ESCAPE '\\'${decides ? ' AND includes_text(name)' : ''}`;
  const host = `m.has_hostname = 1 AND m.host_id IN (SELECT id FROM hosts WHERE ${hostLike})`;
  return [{ sql: `(${[...columns, host].join(' OR ')})`, parameters: [pattern, pattern, pattern] }];
}

function likePattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&').replace(/[^\0-\x7f]+/g, '%')}%`;
}
