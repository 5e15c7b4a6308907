/**
 * The index of words: which rows have a word in host, app or text. It lags behind the rows, up to `indexed_id`, and is made of
 * segments, each for a range of ids, so that old rows leave it by dropping a table: deleting them one by one takes 30 µs a
 * row. A segment may name rows that are gone: whoever reads it joins it with the rows.
 *
 * A row's host and severity are words too, which no text has: they cost 3 bytes a row here, 20 as indexes of their own, and
 * with a word they are found together.
 *
 * FTS5 without texts (contentless), and without the places of words (detail=none): 35 bytes a message instead of 106, 180k
 * rows/s instead of 130k; for a phrase the query's own condition decides. A word keeps its accents, for the query language
 * knows them.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Ids a segment: searching a beginning reads all of its segment, dropping one frees some 15 MB in some 10 ms. */
export const segmentIds = 500_000;

export interface WordSegment {
  table: string;
  /** The ids that it is for. */
  firstId: number;
  lastId: number;
}

export class WordIndex {
  readonly #database: DatabaseSync;
  readonly #inserts = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** How many of the newest ids are not in it. */
  unindexedCount(): number {
    const { lastId, indexedId } = this.#ids();
    return lastId - indexedId;
  }

  /** Takes in the next ids, up to `limit`, inside the caller's transaction. Returns how many are left. */
  advance(limit: number): number {
    const { lastId, indexedId } = this.#ids();
    if (lastId === indexedId) return 0;
    const segment = segmentOf(indexedId + 1);
    const until = Math.min(lastId, indexedId + limit, segment.lastId);
    this.#insertInto(segment).run(indexedId, until);
    this.#database.prepare('UPDATE totals SET indexed_id = ?').run(until);
    return lastId - until;
  }

  /** Drops the segments that have no row any more, inside the caller's transaction. */
  dropOld(): void {
    const { lastId } = this.#ids();
    const oldest = Number(this.#database.prepare('SELECT min(id) AS id FROM messages').get()?.id ?? lastId + 1);
    for (const segment of wordSegments(this.#database)) {
      if (segment.lastId < oldest) this.#drop(segment);
    }
  }

  /** Drops every segment; the index is then up to date with a store without rows. */
  clear(): void {
    for (const segment of wordSegments(this.#database)) this.#drop(segment);
    this.#database.exec('UPDATE totals SET indexed_id = last_id');
  }

  #drop({ table, firstId }: WordSegment): void {
    this.#inserts.delete(table);
    this.#database.exec(`DROP TABLE ${table}`);
    this.#database.prepare('DELETE FROM word_segments WHERE first_id = ?').run(firstId);
  }

  #ids(): { lastId: number; indexedId: number } {
    const row = this.#database.prepare('SELECT last_id, indexed_id FROM totals').get();
    return { lastId: Number(row?.last_id), indexedId: Number(row?.indexed_id) };
  }

  #insertInto({ table, firstId }: WordSegment): StatementSync {
    const made = this.#database.prepare('INSERT OR IGNORE INTO word_segments (first_id) VALUES (?)').run(firstId);
    if (Number(made.changes) > 0) this.#database.exec(createSql(table) + mergingSql(table));
    const known = this.#inserts.get(table);
    if (known !== undefined) return known;
    const insert = this.#database.prepare(
      `INSERT INTO ${table} (rowid, host, app, text)
        SELECT m.id, '${mark}h' || m.host_id || ' ${mark}s' || m.severity || ' ' || iif(m.has_hostname, h.name, ''), m.app_name, m.text
        FROM messages m JOIN hosts h ON h.id = m.host_id WHERE m.id > ? AND m.id <= ? ORDER BY m.id`,
    );
    this.#inserts.clear();
    this.#inserts.set(table, insert);
    return insert;
  }
}

/** Begins the words that stand for a host and for a severity: a private character, a letter of words to the tokenizer. */
const mark = '\ue000';

export function hostWord(hostId: number): string {
  return `"${mark}h${hostId}"`;
}

export function severityWord(severity: number): string {
  return `"${mark}s${severity}"`;
}

/** The segments that there are, the newest first. */
export function wordSegments(database: DatabaseSync): WordSegment[] {
  const rows = database.prepare('SELECT first_id FROM word_segments ORDER BY first_id DESC').all();
  return rows.map(({ first_id }) => segmentOf(Number(first_id)));
}

function segmentOf(id: number): WordSegment {
  const firstId = Math.floor((id - 1) / segmentIds) * segmentIds + 1;
  return { table: `words_${firstId}`, firstId, lastId: firstId + segmentIds - 1 };
}

/**
 * FTS5 merges its pieces when four of a size are there, so that most of what the index costs is to write words again. With eight, of
 * pieces of 16,384 rows, it costs half, and a word is looked for in ten places of a segment at most.
 */
function mergingSql(table: string): string {
  const setting = (name: string, value: number) =>
    `INSERT INTO ${table} (${table}, rank) VALUES ('${name}', ${value});`;
  return setting('automerge', 8) + setting('hashsize', 4 * 1024 * 1024);
}

function createSql(table: string): string {
  return `CREATE VIRTUAL TABLE ${table} USING fts5(
    host, app, text, content = '', columnsize = 0, detail = none, tokenize = 'unicode61 remove_diacritics 0'
  );`;
}
