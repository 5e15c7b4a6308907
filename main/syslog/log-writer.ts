/** Writes batches of datagrams into the store: parse, and one transaction a batch. It knows no ring and no threads. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { DatagramChunk, hostOf, type ParsedSyslogMessage, parseSyslogIn } from '../../app/syslog/index.ts';
import type { DatagramBatch } from './datagram-ring.ts';
import { formatCodes, isSqliteError, openForWriting } from './log-database.ts';
import { pruneOldest, type Retention } from './retention.ts';
import { WordIndex } from './word-index.ts';

/** What the store holds. Ids begin at 1; `lastId` stays where it is when rows are deleted. */
export interface StoreTotals {
  lastId: number;
  totalRows: number;
}

/**
 * Datagrams are decoded together in pieces of about this size: large enough to make the call cheap, small enough that one
 * datagram outside ASCII slows few others.
 */
const chunkBytes = 16_384;

const insertSql = `INSERT INTO messages (id, received_at, address, host_id, has_hostname, format, facility, severity, timestamp,
  timestamp_text, app_name, proc_id, msg_id, structured_data, text, raw) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`;

export class LogWriter {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #selectTotals: StatementSync;
  readonly #updateTotals: StatementSync;
  readonly #words: WordIndex;
  readonly #selectHost: StatementSync;
  readonly #insertHost: StatementSync;
  readonly #countHost: StatementSync;
  /** Rows added in this transaction, by host. */
  #hosts = new Map<string, { id: number; added: number }>();

  /** Opens the store, making it when it is missing. Throws `log-store`. */
  constructor(storeFile: string) {
    this.#database = openForWriting(storeFile);
    const prepare = (sql: string) => this.#database.prepare(sql);
    this.#insert = prepare(insertSql);
    this.#selectTotals = prepare('SELECT last_id, row_count FROM totals');
    this.#updateTotals = prepare('UPDATE totals SET last_id = ?, row_count = ?');
    this.#words = new WordIndex(this.#database);
    this.#selectHost = prepare('SELECT id FROM hosts WHERE name = ?');
    this.#insertHost = prepare('INSERT INTO hosts (name, row_count) VALUES (?, 0)');
    this.#countHost = prepare('UPDATE hosts SET row_count = row_count + ? WHERE id = ?');
  }

  /**
   * Stores a batch, all of it or, when SQLite throws, none of it. `zoneOffsetMinutes` is this computer's offset from UTC
   * now.
   */
  write(batch: DatagramBatch, zoneOffsetMinutes: number): StoreTotals {
    return this.#inTransaction(() => {
      const before = this.totals();
      this.#hosts = new Map();
      this.#insertAll(batch, before.lastId, zoneOffsetMinutes);
      for (const { id, added } of this.#hosts.values()) this.#countHost.run(added, id);
      const count = batch.ends.length;
      const totals = { lastId: before.lastId + count, totalRows: before.totalRows + count };
      this.#updateTotals.run(totals.lastId, totals.totalRows);
      return totals;
    });
  }

  totals(): StoreTotals {
    const row = this.#selectTotals.get();
    return { lastId: Number(row?.last_id), totalRows: Number(row?.row_count) };
  }

  /** Deletes every row and gives the disk space back. Ids go on from where they are. */
  clear(): StoreTotals {
    const totals = this.#inTransaction(() => {
      const { lastId } = this.totals();
      this.#database.exec('DELETE FROM messages; DELETE FROM hosts');
      this.#updateTotals.run(lastId, 0);
      this.#words.clear();
      return { lastId, totalRows: 0 };
    });
    try {
      this.#database.exec('VACUUM');
    } catch (error) {
      // A reader or another process is in the middle of something: the space is not lost, new rows take it.
      if (!isSqliteError(error)) throw error;
    }
    return totals;
  }

  /** How many of the newest ids the index of words has not seen. */
  unindexedCount(): number {
    return this.#words.unindexedCount();
  }

  /** Takes the next `limit` ids into the index of words. Returns how many are left. */
  indexWords(limit: number): number {
    return this.#inTransaction(() => this.#words.advance(limit));
  }

  /** Adds to the count of messages that never came into the store. */
  noteDropped(count: number): void {
    this.#database.prepare('UPDATE totals SET dropped = dropped + ?').run(count);
  }

  /** Deletes up to `limit` of the oldest rows that the retention does not keep. Returns how many they were. */
  prune(retention: Retention, nowMs: number, limit: number): number {
    return this.#inTransaction(() => {
      const before = this.totals();
      const count = pruneOldest(this.#database, retention, { nowMs, limit, rowCount: before.totalRows });
      if (count === 0) return 0;
      this.#updateTotals.run(before.lastId, before.totalRows - count);
      this.#words.dropOld();
      return count;
    });
  }

  dispose(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  #insertAll(batch: DatagramBatch, lastId: number, zoneOffsetMinutes: number): void {
    const reception = { receivedAtMs: 0, zoneOffsetMinutes };
    let chunk: DatagramChunk | null = null;
    let chunkStart = 0;
    let chunkEnd = 0;
    let start = 0;
    for (const [index, end] of batch.ends.entries()) {
      if (chunk === null || end > chunkEnd) {
        chunkStart = start;
        chunkEnd = chunkEndAfter(batch, index, start);
        chunk = new DatagramChunk(batch.bytes.subarray(chunkStart, chunkEnd));
      }
      reception.receivedAtMs = batch.receivedAtMs[index] ?? 0;
      const message = parseSyslogIn(chunk, start - chunkStart, end - chunkStart, reception);
      this.#insertRow(lastId + 1 + index, message, reception.receivedAtMs, batch.addresses[index] ?? '');
      start = end;
    }
  }

  #insertRow(id: number, message: ParsedSyslogMessage, receivedAtMs: number, address: string): void {
    this.#insert.run(
      id,
      receivedAtMs,
      address,
      this.#hostId(hostOf({ hostname: message.hostname, address })),
      message.hostname === null ? 0 : 1,
      formatCodes.indexOf(message.format),
      message.facility,
      message.severity,
      message.timestampMs,
      message.timestampText,
      message.appName,
      message.procId,
      message.msgId,
      message.structuredData.length === 0 ? null : JSON.stringify(message.structuredData),
      message.text,
      message.raw,
    );
  }

  /** Counts one row for the host and returns its id. */
  #hostId(name: string): number {
    const known = this.#hosts.get(name);
    if (known !== undefined) {
      known.added++;
      return known.id;
    }
    const found = this.#selectHost.get(name);
    const id = Number(found === undefined ? this.#insertHost.run(name).lastInsertRowid : found.id);
    this.#hosts.set(name, { id, added: 1 });
    return id;
  }

  #inTransaction<T>(task: () => T): T {
    // IMMEDIATE: another process may write to the same store, and ids are taken inside.
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = task();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      // A full disk or a broken file ends the transaction by itself.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}

/** Where the chunk that begins with datagram `first` at `start` ends: on a datagram's end, one datagram at least. */
function chunkEndAfter(batch: DatagramBatch, first: number, start: number): number {
  let chunkEnd = batch.ends[first] ?? start;
  for (let index = first + 1; index < batch.ends.length; index++) {
    const end = batch.ends[index] ?? chunkEnd;
    if (end - start > chunkBytes) break;
    chunkEnd = end;
  }
  return chunkEnd;
}
