/** A SyslogFilter as SQL over the store's schema. Its meaning is `passesFilter` and `queryPredicate`; tests hold them together. */
import { isAscii, type SyslogFilter } from '../../../app/syslog/index.ts';
import { hostWord, severityWord } from '../store/word-index.ts';
import type { Condition } from './query-conditions.ts';

/** Ids in the store: `after` < id < `before`. */
export interface IdRange {
  after: number;
  before: number;
}

/** A piece of the ids, the newest first, and what finds its rows. */
export interface SearchPiece extends IdRange {
  /** The segment of the index of words that has it; null where each row is looked at. */
  table: string | null;
  /** The only ones whose texts may pass, the newest first; null where nothing is known of texts. */
  ids: readonly number[] | null;
}

/** The rows of a piece as SQL. Bind `parameters` after those of what is selected. */
export interface PieceRows {
  /** FROM and WHERE; the row is `m`. */
  sql: string;
  parameters: (string | number)[];
  /** The expression of its id, in whose order SQLite finds the rows at no cost. */
  id: string;
}

/** What is known of host and severity, for which the index of words has words, and what each row must pass besides. */
export interface IdQueryParts {
  /** Null for any. */
  hostIds: readonly number[] | null;
  severities: readonly number[];
  conditions: readonly Condition[];
}

/** The longest pattern for LIKE: SQLite's own limit is 50,000 bytes. */
const longestPattern = 10_000;

const allSeverities = 8;

/** More hosts than these are a condition on each row and not words of the index. */
const mostHostWords = 64;
/** Half of a log and more is of this severity: its word would find every other row, which looking at each row does sooner. */
const usualSeverity = 6;

/**
 * An expression for the index of words: what it finds has all rows that pass. Null when the index cannot help. `match` is
 * that of the query's own words.
 */
export function indexMatch({ hostIds, severities }: IdQueryParts, match: string | null): string | null {
  const parts = match === null ? [] : [match];
  if (hostIds !== null && hostIds.length > 0 && hostIds.length <= mostHostWords)
    parts.push(anyOf(hostIds.map(hostWord)));
  const isRare = severities.length === 1 || !severities.includes(usualSeverity);
  if (isRare && severities.length > 0) parts.push(anyOf(severities.map(severityWord)));
  return parts.length === 0 ? null : parts.join(' AND ');
}

function anyOf(words: readonly string[]): string {
  return `(${words.join(' OR ')})`;
}

/** The rows of a piece that pass. `match` is that of the index of words, which finds every row that passes; the conditions decide. */
export function pieceRows(
  { table, ids, after, before }: SearchPiece,
  match: string | null,
  conditions: readonly Condition[],
): PieceRows {
  const range = (id: string): Condition => ({ sql: `${id} > ? AND ${id} < ?`, parameters: [after, before] });
  if (ids !== null) {
    const from = 'json_each(?) found CROSS JOIN messages m ON m.id = found.value';
    const { sql, parameters } = allOf([{ sql: '1', parameters: [] }, ...conditions]);
    return { sql: `FROM ${from} WHERE ${sql}`, parameters: [JSON.stringify(ids), ...parameters], id: 'm.id' };
  }
  if (table !== null && match !== null) {
    const id = `${table}.rowid`;
    const { sql, parameters } = allOf([{ sql: `${table} MATCH ?`, parameters: [match] }, ...conditions, range(id)]);
    // CROSS: the index of words leads, in the order of its ids.
    return { sql: `FROM ${table} CROSS JOIN messages m ON m.id = ${id} WHERE ${sql}`, parameters, id };
  }
  const { sql, parameters } = allOf([...conditions, range('m.id')]);
  return { sql: `FROM messages m WHERE ${sql}`, parameters, id: 'm.id' };
}

function allOf(conditions: readonly Condition[]): Condition {
  return {
    sql: conditions.map(({ sql }) => sql).join(' AND '),
    parameters: conditions.flatMap(({ parameters }) => parameters),
  };
}

/** What each row must pass, without the help of the index. */
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

/**
 * The condition for a filter's `text`; none for an empty one. LIKE knows the case of ASCII letters only. So for a text with
 * others it makes the first choice, with a `%` in their places, and `includes_text` (the text is its closure's) decides.
 */
export function textConditions(text = ''): Condition[] {
  if (text === '') return [];
  // A string that is bound ends at a NUL, and no stored text has one.
  if (text.includes('\0')) return [{ sql: '0', parameters: [] }];
  const decides = !isAscii(text) || text.length > longestPattern;
  const pattern = likePattern(text.slice(0, longestPattern), isAscii(text));
  const columns = ['m.text', 'm.app_name'].map((column) => {
    const like = `${column} LIKE ? ESCAPE '\\'`;
    return decides ? `(${like} AND includes_text(${column}))` : like;
  });
  const hostLike = `name LIKE ? ESCAPE '\\'${decides ? ' AND includes_text(name)' : ''}`;
  const host = `m.has_hostname = 1 AND m.host_id IN (SELECT id FROM hosts WHERE ${hostLike})`;
  return [{ sql: `(${[...columns, host].join(' OR ')})`, parameters: [pattern, pattern, pattern] }];
}

/**
 * Passes at least what includes_text passes. Of a text outside ASCII, k and i stand for the Kelvin sign and İ as well, which
 * are them in lower case.
 */
function likePattern(text: string, allAscii: boolean): string {
  const loose = allAscii ? /[^\0-\x7f]+/g : /(?:[^\0-\x7f]|[ki])+/gi;
  return `%${text.replace(/[\\%_]/g, '\\$&').replace(loose, '%')}%`;
}
