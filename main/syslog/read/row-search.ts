/** Finds the ids of the rows that pass a filter, over an open store. It knows the indexes, and no rows' contents. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import {
  caseInsensitiveIncludes,
  parseQuery,
  type QueryNode,
  type RequiredText,
  requiredText,
  type SyslogFilter,
  textTest,
} from '../../../app/syslog/index.ts';
import { rangesWith } from '../store/text-blocks.ts';
import { wordSegments } from '../store/word-index.ts';
import {
  type IdQueryParts,
  type IdRange,
  indexMatch,
  scanQuery,
  severitiesOf,
  textConditions,
  wordQuery,
} from './filter-query.ts';
import { type Condition, indexedParts, queryCondition, type TextTests } from './query-conditions.ts';
import { wordMatch } from './word-match.ts';

/** A pattern that means more hosts than this is a condition on each row. */
const mostHostsOfPattern = 64;

/** What a filter asks for, ready to be asked. Valid until the next filter is prepared. */
export interface PreparedFilter {
  parts: IdQueryParts;
  /** The expression for the index of words; null when every row must be looked at. */
  match: string | null;
  /** What the texts of rows must hold; null when nothing is known of that. */
  need: RequiredText | null;
  /** The query as a tree; null when the filter has none. */
  root: QueryNode | null;
}

/** A piece of the ids, and the segment of the index of words that has it; null where each row is looked at. */
export interface SearchPiece extends IdRange {
  table: string | null;
}

export class RowSearch {
  readonly #database: DatabaseSync;
  readonly #selectHostIds: StatementSync;
  #includesText: (text: string) => boolean = () => true;
  #tests: TextTests = [];

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.function('includes_text', { deterministic: true }, (value) =>
      typeof value === 'string' && this.#includesText(value) ? 1 : 0,
    );
    database.function('passes_test', { deterministic: true }, (test, value) =>
      typeof value === 'string' && this.#tests[Number(test)]?.(value) === true ? 1 : 0,
    );
    this.#selectHostIds = database.prepare('SELECT id FROM hosts WHERE name = ?');
  }

  /** The newest `limit` ids in the range that pass, ascending. Throws `bad-query`. */
  newestIds(filter: SyslogFilter, range: IdRange, limit: number): number[] {
    const prepared = this.prepare(filter);
    const { parts, match } = prepared;
    let ids: number[] = [];
    for (const { table, after, before } of this.pieces(prepared, range)) {
      if (ids.length === limit) break;
      const { sql, parameters } = table === null || match === null ? scanQuery(parts) : wordQuery(table, match, parts);
      const more = this.#database.prepare(sql).all(...parameters, after, before, limit - ids.length);
      ids = [...more.map((row) => Number(row.id)).reverse(), ...ids];
    }
    return ids;
  }

  /** The ranges of ids to be searched, the newest first, without those whose texts lack what is needed. */
  *pieces({ match, need }: PreparedFilter, range: IdRange): Generator<SearchPiece> {
    for (const piece of this.#indexedPieces(match, range)) {
      if (need === null) yield piece;
      else for (const part of rangesWith(this.#database, need, piece)) yield { ...part, table: piece.table };
    }
  }

  /** The index of words lags behind the newest rows, which are looked at one by one. */
  #indexedPieces(match: string | null, range: IdRange): SearchPiece[] {
    if (match === null) return [{ ...range, table: null }];
    const indexedId = Number(this.#database.prepare('SELECT indexed_id FROM totals').get()?.indexed_id);
    const pieces: SearchPiece[] = [{ ...range, after: Math.max(range.after, indexedId), table: null }];
    for (const { table, firstId, lastId } of wordSegments(this.#database)) {
      const after = Math.max(range.after, firstId - 1);
      const before = Math.min(range.before, indexedId + 1, lastId + 1);
      pieces.push({ table, after, before });
    }
    return pieces.filter(({ after, before }) => before - after > 1);
  }

  /** Reads a filter. What it gives is valid until the next one is read. Throws `bad-query`. */
  prepare(filter: SyslogFilter): PreparedFilter {
    this.#includesText = caseInsensitiveIncludes(filter.text ?? '');
    this.#tests = [];
    const conditions = textConditions(filter.text);
    const hostIds = filter.host === undefined ? null : this.#hostIdsOf(filter.host);
    const severities = severitiesOf(filter);
    if (filter.query === undefined) {
      const parts = { hostIds, severities, conditions };
      return { parts, match: indexMatch(parts, null), need: null, root: null };
    }
    const root = parseQuery(filter.query, { nowMs: Date.now(), zoneOffsetMinutes: -new Date().getTimezoneOffset() });
    const parts = this.#withQuery(root, { hostIds, severities, conditions });
    return { parts, match: indexMatch(parts, wordMatch(root)), need: neededBy(root), root };
  }

  /** A part of the query that was prepared last, as a condition of its own. */
  condition(node: QueryNode): Condition {
    return queryCondition(node, this.#tests);
  }

  #withQuery(root: QueryNode, { hostIds, severities, conditions }: IdQueryParts): IdQueryParts {
    const indexed = indexedParts(root);
    return {
      hostIds: hostIds ?? this.#hostsLike(indexed.hostPatterns),
      severities: severities.filter((severity) => indexed.severities.includes(severity)),
      conditions: [...conditions, queryCondition(root, this.#tests)],
    };
  }

  #hostIdsOf(host: string): number[] {
    // Binding would change such a string into one that some host may have.
    if (host.includes('\0') || !host.isWellFormed()) return [];
    return this.#selectHostIds.all(host).map(({ id }) => Number(id));
  }

  /** The hosts that every pattern means; null when there is no pattern, or the hosts are many. */
  #hostsLike(patterns: readonly Parameters<typeof textTest>[0][]): number[] | null {
    if (patterns.length === 0) return null;
    const tests = patterns.map(textTest);
    const ids: number[] = [];
    for (const { id, name } of this.#database.prepare('SELECT id, name FROM hosts').iterate()) {
      if (!tests.every((test) => test(String(name)))) continue;
      if (ids.push(Number(id)) > mostHostsOfPattern) return null;
    }
    return ids;
  }
}

/** What a row's text must hold for the row to pass; null when nothing is known of that. */
function neededBy(node: QueryNode): RequiredText | null {
  if (node.kind === 'regex') return requiredText(node.source);
  if (node.kind !== 'all' && node.kind !== 'any') return null;
  const needs = node.of.map(neededBy).filter((need) => need !== null);
  if (needs.length === 0 || (node.kind === 'any' && needs.length < node.of.length)) return null;
  return { kind: node.kind, of: needs };
}
