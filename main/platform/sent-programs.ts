/**
 * Which text of which program was sent to which board, and when: an SQLite file in the data folder that the IDE and commands write at the
 * same time, so that a line that a board names later is found in the text it had. Each text is kept once. Bounded in age, number and
 * bytes; what cannot be kept or read is as if it had not been sent.
 */
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Disposable } from '../../app/base/index.ts';

/** What of a board is named: a file's absolute path there, or what ran without being stored there. */
export type SentPlace = { file: string } | { program: string };

export interface SentText {
  text: string;
  sentAtMs: number;
}

export interface SentBounds {
  ageMs: number;
  /** How often something was sent. */
  sendings: number;
  /** Of all texts, deflated. */
  bytes: number;
}

const usualBounds: SentBounds = { ageMs: 180 * 24 * 3_600_000, sendings: 5000, bytes: 16_000_000 };
/** What is larger is data. */
const longestText = 512 * 1024;
/** Another process writes for a moment only. */
const patienceMs = 250;
const pruneEvery = 100;

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS texts (hash BLOB PRIMARY KEY, deflated BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS sendings (
    id INTEGER PRIMARY KEY,
    board TEXT NOT NULL,
    place TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    -- NULL: something that is not known.
    hash BLOB
  );
  CREATE INDEX IF NOT EXISTS sendings_by_place ON sendings (board, place, sent_at);
`;

export class SentPrograms implements Disposable {
  readonly #file: string;
  readonly #nowMs: () => number;
  readonly #bounds: SentBounds;
  #database: DatabaseSync | null = null;
  #notes = 0;
  #disposed = false;

  /** Opens its file when it is first needed. */
  constructor(dataFolder: string, nowMs: () => number, bounds: SentBounds = usualBounds) {
    this.#file = join(dataFolder, 'sent-programs.db');
    this.#nowMs = nowMs;
    this.#bounds = bounds;
  }

  /** The board has this from now on; null for what is not known. Only Python's texts are kept. */
  note(board: string, place: SentPlace, content: string | Uint8Array | null): void {
    if ('file' in place && !place.file.endsWith('.py')) return;
    this.#trying(null, (database) => {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      const hash = bytes === null || bytes.length > longestText ? null : createHash('sha256').update(bytes).digest();
      const key = keyOf(place);
      const before = database.prepare(newest).get(board, key, Number.MAX_SAFE_INTEGER);
      if (before !== undefined && isSame(before.hash, hash)) return;
      if (hash !== null && bytes !== null) {
        database.prepare('INSERT OR IGNORE INTO texts VALUES (?, ?)').run(hash, deflateRawSync(bytes));
      }
      database
        .prepare('INSERT INTO sendings (board, place, sent_at, hash) VALUES (?, ?, ?, ?)')
        .run(board, key, this.#nowMs(), hash);
      if (this.#notes++ % pruneEvery === 0) this.#prune(database);
    });
  }

  /** The text that the board had there at that time; null when it is not known. */
  textAt(board: string, place: SentPlace, atMs: number): SentText | null {
    return this.#trying(null, (database) => {
      const sent = database.prepare(newest).get(board, keyOf(place), atMs);
      if (!(sent?.hash instanceof Uint8Array)) return null;
      const kept = database.prepare('SELECT deflated FROM texts WHERE hash = ?').get(sent.hash);
      if (!(kept?.deflated instanceof Uint8Array)) return null;
      return { text: inflateRawSync(kept.deflated).toString('utf8'), sentAtMs: Number(sent.sent_at) };
    });
  }

  /** The addresses of all boards that something was sent to. */
  boards(): string[] {
    return this.#trying([], (database) =>
      database
        .prepare('SELECT DISTINCT board FROM sendings')
        .all()
        .map(({ board }) => String(board)),
    );
  }

  /** Knows nothing from now on. */
  dispose(): void {
    this.#disposed = true;
    this.#database?.close();
    this.#database = null;
  }

  /** A full disk, a spoilt file or a folder that is not ours keeps nobody from sending. */
  #trying<T>(otherwise: T, work: (database: DatabaseSync) => T): T {
    if (this.#disposed) return otherwise;
    try {
      this.#database ??= openFile(this.#file);
      return work(this.#database);
    } catch {
      return otherwise;
    }
  }

  #prune(database: DatabaseSync): void {
    const { ageMs, sendings, bytes } = this.#bounds;
    // The newest of each place is what its board has now, however long ago it was sent.
    database.prepare(dropOld).run(this.#nowMs() - ageMs);
    database.prepare('DELETE FROM sendings WHERE id <= (SELECT max(id) FROM sendings) - ?').run(sendings);
    database.prepare(dropBeyond).run(bytes);
    database.exec('DELETE FROM texts WHERE hash NOT IN (SELECT hash FROM sendings WHERE hash IS NOT NULL)');
  }
}

const newest = `
  SELECT hash, sent_at FROM sendings WHERE board = ? AND place = ? AND sent_at <= ?
  ORDER BY sent_at DESC, id DESC LIMIT 1
`;
const dropOld = `
  DELETE FROM sendings WHERE sent_at < ?
  AND id NOT IN (SELECT max(id) FROM sendings GROUP BY board, place)
`;
/** The oldest texts go first, one that was sent again by its newest sending. That something was sent then is still known. */
const dropBeyond = `
  UPDATE sendings SET hash = NULL WHERE hash IN (
    SELECT hash FROM (
      SELECT s.hash, sum(length(t.deflated)) OVER (ORDER BY max(s.id) DESC) AS total
      FROM sendings s JOIN texts t ON t.hash = s.hash GROUP BY s.hash
    ) WHERE total > ?
  )
`;

function openFile(file: string): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true });
  // Programs have passwords in them. SQLite's other files get the rights of this one.
  closeSync(openSync(file, 'a', 0o600));
  const database = new DatabaseSync(file, { timeout: patienceMs });
  try {
    database.exec(schema);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** A file's path begins with a slash, and `run ` does not. */
function keyOf(place: SentPlace): string {
  return 'file' in place ? place.file : `run ${place.program}`;
}

function isSame(kept: unknown, hash: Uint8Array | null): boolean {
  if (!(kept instanceof Uint8Array) || hash === null) return kept === hash;
  return Buffer.from(kept).equals(hash);
}
