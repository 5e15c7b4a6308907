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
import { blockIds, rangesWith } from '../store/text-blocks.ts';
import { wordSegments } from '../store/word-index.ts';
import {
  allConditions,
  type IdQueryParts,
  type IdRange,
  indexMatch,
  pieceRows,
  type SearchPiece,
  severitiesOf,
  textConditions,
} from './filter-query.ts';
import { type Condition, indexedParts, queryCondition, type TextTests } from './query-conditions.ts';
import { TextCache } from './text-cache.ts';
import { markedIds, type TextFilter, textFilter } from './text-filter.ts';
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
  /** What the texts of many rows at once decide; null where they decide nothing. */
  texts: TextFilter | null;
  /** The query as a tree; null when the filter has none. */
  root: QueryNode | null;
}

/** Ids at which the index of words is asked first, before it is known whether it finds too many. */
const firstLookIds = 4096;
/** Where the index of words finds more than one in so many, looking at each row it finds takes longer than searching all texts. */
const usualRarity = 16;

export class RowSearch {
  readonly #database: DatabaseSync;
  readonly #selectHostIds: StatementSync;
  readonly #textCache: TextCache;
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
    this.#textCache = new TextCache(database);
  }

  /** The newest `limit` ids in the range that pass, ascending. Throws `bad-query`. */
  newestIds(filter: SyslogFilter, range: IdRange, limit: number): number[] {
    const prepared = this.prepare(filter);
    const conditions = allConditions(prepared.parts);
    const ids: number[] = [];
    for (const piece of this.pieces(prepared, range)) {
      if (piece.ids?.length === 0) continue;
      const { sql, parameters, id } = pieceRows(piece, prepared.match, conditions);
      const inOrder = piece.ids === null ? `ORDER BY ${id} DESC` : '';
      const newest = this.#database.prepare(`SELECT ${id} AS id ${sql} ${inOrder} LIMIT ?`);
      for (const row of newest.all(...parameters, limit - ids.length)) ids.push(Number(row.id));
      if (ids.length === limit) break;
    }
    return ids.reverse();
  }

  /** The ranges of ids to be searched, the newest first, without those whose texts lack what is needed. */
  *pieces({ match, need, texts }: PreparedFilter, range: IdRange): Generator<SearchPiece> {
    let isUsual = match === null;
    for (const piece of this.#indexedPieces(match, range)) {
      const parts = need === null ? [piece] : rangesWith(this.#database, need, piece);
      for (const { after, before } of parts) {
        const part = { ...piece, after, before };
        if (texts === null) yield part;
        else if (piece.table === null || isUsual) yield* this.#piecesByTexts(part, texts);
        else isUsual = yield* this.#piecesByWords(part, match ?? '', texts);
      }
    }
  }

  /** Gives back the memory that searching texts took, if there was no such search since this was called last. */
  forgetUnusedTexts(): void {
    this.#textCache.forgetUnused();
  }

  /** The index of words where it finds few; else the texts. Returns whether it finds too many. */
  *#piecesByWords(piece: SearchPiece, match: string, texts: TextFilter): Generator<SearchPiece, boolean> {
    const near = { ...piece, after: Math.max(piece.after, piece.before - 1 - firstLookIds) };
    yield near;
    const isUsual = this.#isUsual(near, match);
    const rest = { ...piece, before: near.after + 1 };
    if (rest.before - rest.after <= 1) return isUsual;
    if (isUsual) yield* this.#piecesByTexts(rest, texts);
    else yield rest;
    return isUsual;
  }

  *#piecesByTexts({ after, before: end }: IdRange, texts: TextFilter): Generator<SearchPiece> {
    for (let before = end; before - after > 1; ) {
      const block = Math.floor((before - 2) / blockIds);
      const part = { table: null, after: Math.max(after, block * blockIds), before };
      yield { ...part, ids: this.#idsByTexts(part, block, texts) };
      before = part.after + 1;
    }
  }

  #isUsual(near: SearchPiece, match: string): boolean {
    const { sql, parameters } = pieceRows(near, match, []);
    const count = Number(this.#database.prepare(`SELECT count(*) AS count ${sql}`).get(...parameters)?.count);
    return count * usualRarity > near.before - near.after;
  }

  #idsByTexts({ after, before }: IdRange, number: number, texts: TextFilter): number[] | null {
    const block = this.#textCache.block(number, (before - after - 1) / blockIds);
    const marks = block && texts(block);
    return block && marks && markedIds(block, marks, after, before);
  }

  /** The index of words lags behind the newest rows, which are looked at one by one. */
  #indexedPieces(match: string | null, wanted: IdRange): SearchPiece[] {
    const totals = this.#database.prepare('SELECT last_id, indexed_id FROM totals').get();
    const [lastId, indexedId] = [Number(totals?.last_id), Number(totals?.indexed_id)];
    const range = { after: wanted.after, before: Math.min(wanted.before, lastId + 1) };
    if (match === null) return [{ ...range, table: null, ids: null }];
    const pieces: SearchPiece[] = [{ ...range, after: Math.max(range.after, indexedId), table: null, ids: null }];
    for (const { table, firstId, lastId } of wordSegments(this.#database)) {
      const after = Math.max(range.after, firstId - 1);
      const before = Math.min(range.before, indexedId + 1, lastId + 1);
      pieces.push({ table, ids: null, after, before });
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
    const contained = filter.text === undefined || filter.text === '' ? [] : [textNode(filter.text)];
    if (filter.query === undefined) {
      const parts = { hostIds, severities, conditions };
      const texts = textFilter({ kind: 'all', of: contained });
      return { parts, match: indexMatch(parts, null), need: null, texts, root: null };
    }
    const root = parseQuery(filter.query, { nowMs: Date.now(), zoneOffsetMinutes });
    const parts = this.#withQuery(root, { hostIds, severities, conditions });
    const texts = textFilter({ kind: 'all', of: [...contained, root] });
    return { parts, match: indexMatch(parts, wordMatch(root)), need: neededBy(root), texts, root };
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

function zoneOffsetMinutes(timeMs: number): number {
  return -new Date(timeMs).getTimezoneOffset();
}

function textNode(text: string): QueryNode {
  return { kind: 'contains', text };
}

/** What a row's text must hold for the row to pass; null when nothing is known of that. */
function neededBy(node: QueryNode): RequiredText | null {
  if (node.kind === 'regex') return requiredText(node.source);
  if (node.kind !== 'all' && node.kind !== 'any') return null;
  const needs = node.of.map(neededBy).filter((need) => need !== null);
  if (needs.length === 0 || (node.kind === 'any' && needs.length < node.of.length)) return null;
  return { kind: node.kind, of: needs };
}
