/** Finds the ids of the rows that pass a filter, over an open store. It knows the indexes, and no rows' contents. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import {
  caseInsensitiveIncludes,
  parseQuery,
  type QueryNode,
  type SyslogFilter,
  textTest,
} from '../../app/syslog/index.ts';
import {
  allConditions,
  type IdQuery,
  type IdQueryParts,
  type IdRange,
  idQueries,
  severitiesOf,
  textConditions,
  wordQuery,
} from './filter-query.ts';
import { type Condition, indexedParts, queryCondition, type TextTests } from './query-conditions.ts';
import { wordSegments } from './word-index.ts';
import { wordMatch } from './word-match.ts';

/** A pattern that means more hosts than this is a condition on each row and not a search for each host. */
const mostHostSearches = 8;

export class RowSearch {
  readonly #database: DatabaseSync;
  readonly #selectHostId: StatementSync;
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
    this.#selectHostId = database.prepare('SELECT id FROM hosts WHERE name = ?');
  }

  /** The newest `limit` ids in the range that pass, ascending. Throws `bad-query`. */
  newestIds(filter: SyslogFilter, range: IdRange, limit: number): number[] {
    const { parts, match } = this.#parts(filter);
    if (match === null) return this.#collect(idQueries(parts), range, limit, []);
    // The index lags behind the newest rows: those are looked at one by one.
    const indexedId = Number(this.#database.prepare('SELECT indexed_id FROM totals').get()?.indexed_id);
    const unindexed = { ...range, after: Math.max(range.after, indexedId) };
    let ids = this.#collect(idQueries(parts), unindexed, limit, []);
    for (const { table, firstId, lastId } of wordSegments(this.#database)) {
      if (ids.length === limit) break;
      const inSegment = {
        after: Math.max(range.after, firstId - 1),
        before: Math.min(range.before, indexedId + 1, lastId + 1),
      };
      if (inSegment.before - inSegment.after < 2) continue;
      ids = this.#collect([wordQuery(table, match, parts)], inSegment, limit, ids);
    }
    return ids;
  }

  /** One condition for all that a filter asks of a row of `messages m`. Valid until the next search. Throws `bad-query`. */
  condition(filter: SyslogFilter): Condition {
    const all = allConditions(this.#parts(filter).parts);
    return {
      sql: ['1', ...all.map(({ sql }) => sql)].join(' AND '),
      parameters: all.flatMap(({ parameters }) => parameters),
    };
  }

  #collect(queries: readonly IdQuery[], range: IdRange, limit: number, found: readonly number[]): number[] {
    let { after } = range;
    let ids = [...found];
    for (const { sql, parameters } of queries) {
      const more = this.#database.prepare(sql).all(...parameters, after, range.before, limit);
      ids = [...ids, ...more.map((row) => Number(row.id))].sort((a, b) => a - b).slice(-limit);
      // With enough rows in hand, only newer ones than the oldest of them can still count.
      if (ids.length === limit) after = Math.max(after, ids[0] ?? 0);
    }
    return ids;
  }

  #parts(filter: SyslogFilter): { parts: IdQueryParts; match: string | null } {
    this.#includesText = caseInsensitiveIncludes(filter.text ?? '');
    this.#tests = [];
    const conditions = textConditions(filter.text);
    const hostIds = filter.host === undefined ? null : this.#hostIdsOf(filter.host);
    const severities = severitiesOf(filter);
    if (filter.query === undefined) return { parts: { hostIds, severities, conditions }, match: null };
    const root = parseQuery(filter.query, { nowMs: Date.now(), zoneOffsetMinutes: -new Date().getTimezoneOffset() });
    return { parts: this.#withQuery(root, { hostIds, severities, conditions }), match: wordMatch(root) };
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
    const row = this.#selectHostId.get(host);
    return row === undefined ? [] : [Number(row.id)];
  }

  /** The hosts that every pattern means; null when there is no pattern, or the hosts are many. */
  #hostsLike(patterns: readonly Parameters<typeof textTest>[0][]): number[] | null {
    if (patterns.length === 0) return null;
    const tests = patterns.map(textTest);
    const ids: number[] = [];
    for (const { id, name } of this.#database.prepare('SELECT id, name FROM hosts').iterate()) {
      if (!tests.every((test) => test(String(name)))) continue;
      if (ids.push(Number(id)) > mostHostSearches) return null;
    }
    return ids;
  }
}
