/**
 * The log store's file: opening it, its schema, and what is said when it cannot be opened. It knows SQLite and nothing of
 * datagrams or filters.
 *
 * WAL with synchronous=NORMAL: a killed process loses nothing that was committed, a power cut at most the last
 * transactions and never the file.
 */
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { BrambleError } from '../../../app/base/index.ts';
import type { SyslogFormat } from '../../../app/syslog/index.ts';

export const schemaVersion = 8;
/** "BRML", so that another program's SQLite file is not taken for a log store. */
const applicationId = 0x42524d4c;

/**
 * Version 1. `hosts` has what a row is filed under, the hostname or the address. A row takes its hostname from there, so that
 * 20 boards' names are stored 20 times and not a million. Ids come from `totals`, not from AUTOINCREMENT (a second
 * b-tree to write for each row), so that they go on growing after a clear and across processes.
 */
const firstSchema = `
  CREATE TABLE totals (last_id INTEGER NOT NULL, row_count INTEGER NOT NULL);
  INSERT INTO totals VALUES (0, 0);
  CREATE TABLE hosts (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, row_count INTEGER NOT NULL);
  CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    received_at INTEGER NOT NULL,
    address TEXT NOT NULL,
    host_id INTEGER NOT NULL,
    has_hostname INTEGER NOT NULL,
    format INTEGER NOT NULL,
    facility INTEGER NOT NULL,
    severity INTEGER NOT NULL,
    timestamp INTEGER,
    timestamp_text TEXT,
    app_name TEXT,
    proc_id TEXT,
    msg_id TEXT,
    structured_data TEXT,
    text TEXT NOT NULL,
    raw BLOB
  );
  CREATE INDEX messages_by_severity ON messages (severity);
  CREATE INDEX messages_by_host ON messages (host_id, severity);
`;

/**
 * What makes a store of the version before into one of this version: `migrations[1]` takes version 1 to 2. Append only.
 *
 * Version 2: the index of words (word-index.ts), which lags behind: rows up to `indexed_id` are in it.
 * Version 3: how many messages were received and could not be stored, or were lost by the system.
 * Version 4: a host has its address, which rows need not repeat (`''` there, and in hosts of before what rows have). The index of
 * words knows severity and host too, so that their own indexes go, which cost 25 bytes a row and a third of an insert.
 * Counts by minute and by hour (rollups.ts) lag behind as that index does: rows up to `rolled_id` are in them.
 * Version 5: how far each target of forwarding has got.
 * Version 6: what is known of each board, and the rows at which something happened to it (board-watch.ts).
 * Version 7: which trigrams stand in the texts of each 4,096 rows (text-blocks.ts). Blocks of before are made up for in time.
 * Version 8: a host has the id of its last row, or one less than 1,000 before it, so that it goes when its rows are gone. NULL, which an
 * older Bramble that still runs leaves there, is never too old.
 */
const migrations: readonly (string | ((database: DatabaseSync) => void))[] = [
  firstSchema,
  `ALTER TABLE totals ADD COLUMN indexed_id INTEGER NOT NULL DEFAULT 0;
  CREATE TABLE word_segments (first_id INTEGER PRIMARY KEY);`,
  'ALTER TABLE totals ADD COLUMN dropped INTEGER NOT NULL DEFAULT 0;',
  intoVersion4,
  'CREATE TABLE forwards (target TEXT PRIMARY KEY, last_id INTEGER NOT NULL, lost INTEGER NOT NULL) WITHOUT ROWID;',
  `CREATE TABLE boards (name TEXT PRIMARY KEY, status TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE board_events (row_id INTEGER NOT NULL, board TEXT NOT NULL, event TEXT NOT NULL);
  CREATE INDEX board_events_by_row ON board_events (row_id);`,
  'CREATE TABLE text_blocks (block INTEGER PRIMARY KEY, trigrams BLOB NOT NULL);',
  `ALTER TABLE hosts ADD COLUMN last_id INTEGER;
  UPDATE hosts SET last_id = (SELECT last_id FROM totals);
  CREATE INDEX hosts_by_last_id ON hosts (last_id);`,
];

const rollupColumns = `host_id INTEGER NOT NULL, app TEXT NOT NULL, severity INTEGER NOT NULL, facility INTEGER NOT NULL,
    row_count INTEGER NOT NULL, PRIMARY KEY (slot, host_id, app, severity, facility)`;

function intoVersion4(database: DatabaseSync): void {
  for (const { first_id } of database.prepare('SELECT first_id FROM word_segments').all()) {
    database.exec(`DROP TABLE words_${first_id}`);
  }
  database.exec(`
    DELETE FROM word_segments;
    DROP INDEX messages_by_severity;
    DROP INDEX messages_by_host;
    ALTER TABLE hosts RENAME TO hosts_before;
    CREATE TABLE hosts (id INTEGER PRIMARY KEY, name TEXT NOT NULL, address TEXT NOT NULL, UNIQUE (name, address));
    INSERT INTO hosts SELECT id, name, '' FROM hosts_before;
    DROP TABLE hosts_before;
    CREATE TABLE minute_rollups (slot INTEGER NOT NULL, ${rollupColumns}) WITHOUT ROWID;
    CREATE TABLE hour_rollups (slot INTEGER NOT NULL, ${rollupColumns}) WITHOUT ROWID;
    CREATE TABLE minutes (slot INTEGER PRIMARY KEY, first_id INTEGER NOT NULL, last_id INTEGER NOT NULL);
    ALTER TABLE totals ADD COLUMN rolled_id INTEGER NOT NULL DEFAULT 0;
    UPDATE totals SET indexed_id = coalesce((SELECT min(id) - 1 FROM messages), last_id);
    UPDATE totals SET rolled_id = indexed_id;
  `);
}

/** The format column's codes are the places in this list: append only. */
export const formatCodes = ['rfc5424', 'rfc3164', 'bare', 'malformed'] as const satisfies readonly SyslogFormat[];

/** Opens the store for writing, making the file and its folder when they are missing. Throws `log-store`. */
export function openForWriting(file: string): DatabaseSync {
  return explained(file, () => {
    makeFolder(dirname(file));
    const database = open(file);
    // 4,000 pages a checkpoint: at full rate the log is copied into the file every 16 MB instead of every 4.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000');
    database.exec('BEGIN IMMEDIATE');
    const version = storedVersion(database);
    if (version > 0 || !isEmpty(database)) checkVersion(database, file);
    if (version < schemaVersion) migrate(database, version);
    database.exec('COMMIT');
    return database;
  });
}

/** Node's `recursive` goes on for ever where a folder that is there takes no other, as in /proc. */
function makeFolder(folder: string): void {
  if (isFolder(folder)) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another Bramble may have made it meanwhile.
    if (!isFolder(folder)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function migrate(database: DatabaseSync, from: number): void {
  if (database.prepare("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").get() === undefined) {
    const message = 'The SQLite of this Node has no full-text search (FTS5). Use Node 24.';
    throw new BrambleError('log-store', message);
  }
  for (const step of migrations.slice(from)) {
    if (typeof step === 'string') database.exec(step);
    else step(database);
  }
  database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion}`);
}

/** Opens an existing store for reading; one of an older Bramble is brought up to date first. Throws `file-not-found` or `log-store`. */
export function openForReading(file: string): DatabaseSync {
  if (!existsSync(file)) throw noStore(file);
  return explained(file, () => {
    let database = open(file);
    // The first start was broken off, such as by a full disk, or is under way.
    if (storedVersion(database) === 0 && isEmpty(database)) throw noStore(file);
    checkVersion(database, file);
    if (storedVersion(database) < schemaVersion) {
      database.close();
      openForWriting(file).close();
      database = open(file);
    }
    database.exec('PRAGMA query_only = 1');
    return database;
  });
}

/** The `log-store` error for a store whose file was deleted or renamed while it is open. */
export function movedAway(file: string): BrambleError {
  return new BrambleError(
    'log-store',
    `The log store ${file} was moved or deleted while Bramble writes into it. Put it back, or start Bramble again to begin a new one.`,
  );
}

/** The `log-store` error for what SQLite threw while `file` was in use. */
export function storeError(file: string, error: unknown): BrambleError {
  if (error instanceof BrambleError) return error;
  const primaryCode = isSqliteError(error) ? error.errcode & 0xff : 0;
  const reason = error instanceof Error ? error.message : String(error);
  const who = isSqliteError(error) ? 'SQLite' : 'The system';
  return new BrambleError('log-store', `${sentence(file, primaryCode)} (${who} says: ${reason}.)`, { cause: error });
}

export function isSqliteError(error: unknown): error is Error & { errcode: number } {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number';
}

function sentence(file: string, primaryCode: number): string {
  switch (primaryCode) {
    case 5: // SQLITE_BUSY
    case 6: // SQLITE_LOCKED
      return `Another program holds the log store ${file}. Close it, or choose another store.`;
    case 8: // SQLITE_READONLY
    case 3: // SQLITE_PERM
    case 14: // SQLITE_CANTOPEN
      return `The log store ${file} cannot be opened. Make the file and its folder writable for this user.`;
    case 26: // SQLITE_NOTADB
      return `${file} is no log store: it is another program's file, or damaged from its first byte on. Choose another file as the store.`;
    case 11: // SQLITE_CORRUPT
      return `The log store ${file} is damaged. Move it away: Bramble makes a new one, and \`sqlite3 FILE .recover\` may save the old rows.`;
    case 13: // SQLITE_FULL
      return `The disk that holds the log store ${file} is full. Free some space: what arrives meanwhile is kept in memory as long as it fits.`;
    default:
      return `The log store ${file} cannot be used. Check that the file and its folder are readable and writable.`;
  }
}

function explained<T>(file: string, task: () => T): T {
  try {
    return task();
  } catch (error) {
    throw storeError(file, error);
  }
}

function open(file: string): DatabaseSync {
  // Another process may be writing its batch: they are short, so wait for them.
  return new DatabaseSync(file, { timeout: 5000 });
}

function storedVersion(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version);
}

function checkVersion(database: DatabaseSync, file: string): void {
  const version = storedVersion(database);
  if (version === 0 || !isOurs(database)) throw foreign(file);
  if (version <= schemaVersion) return;
  throw new BrambleError(
    'log-store',
    `${file} was written by a newer Bramble (store version ${version}; this one knows ${schemaVersion}). Update Bramble, or choose another file as the store.`,
  );
}

/** An SQLite file with tables in it and not ours: nothing of another program's is to be touched. */
function foreign(file: string): BrambleError {
  return new BrambleError('log-store', `${file} is not a log store of Bramble. Choose another file as the store.`);
}

function noStore(file: string): BrambleError {
  return new BrambleError(
    'file-not-found',
    `There is no log store at ${file}. It comes into being when Bramble first listens for syslog: start the IDE or bramble syslog serve.`,
  );
}

function isEmpty(database: DatabaseSync): boolean {
  return database.prepare('SELECT 1 FROM sqlite_master LIMIT 1').get() === undefined;
}

function isOurs(database: DatabaseSync): boolean {
  return database.prepare('PRAGMA application_id').get()?.application_id === applicationId;
}
