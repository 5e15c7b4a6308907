/** Writes batches of datagrams into the store: parse, and one transaction a batch. It knows no ring and no threads. */
import { statSync } from 'node:fs';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import {
  DatagramChunk,
  hostOf,
  type OrderedStart,
  type ParsedSyslogMessage,
  parseSyslogIn,
  type Reception,
  viaOf,
} from '../../../app/syslog/index.ts';
import type { DatagramBatch } from '../receive/datagram-ring.ts';
import { BoardWatch } from './board-watch.ts';
import { formatCodes, isSqliteError, movedAway, openForWriting } from './log-database.ts';
import { deleteOldest, oldestToDelete, type Retention } from './retention.ts';
import { Rollups } from './rollups.ts';
import { toStoredTimestamp } from './stored-timestamp.ts';
import { TextBlocks } from './text-blocks.ts';
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

/** The address is the host's. */
const columns = `id, received_at, host_id, has_hostname, format, facility, severity, timestamp, timestamp_text, app_name, proc_id, msg_id,
  structured_data, text, raw, address`;
const rowValues = `(${'?,'.repeat(15)}'')`;
const insertSql = (rowCount: number) =>
  `INSERT INTO messages (${columns}) VALUES ${Array(rowCount).fill(rowValues).join(',')}`;

/** Rows a statement: a call costs 1.5 µs besides what it binds. More than 16 gain nothing. */
const rowsAStatement = 16;

const valuesARow = 15;
const rolledRows = 32_768;
/** A flood from forged addresses must not grow the table without bound. */
const mostKnownHosts = 4096;
/** How often the store notes of a host which row was its last: with each batch, each would write a page or two more. */
const lastIdEvery = 1000;
/** Hosts deleted at a time: more than the rows of a piece have. */
const prunedHosts = 8192;

interface KnownHost {
  id: number;
  /** Of its last row, as the store has it. */
  lastId: number;
}

type Value = string | number | Uint8Array | null;

export class LogWriter {
  readonly #storeFile: string;
  /** Which file it is, whatever its name is by now. */
  readonly #identity: string | null;
  readonly #database: DatabaseSync;
  readonly #insertOne: StatementSync;
  readonly #insertMany: StatementSync;
  readonly #selectTotals: StatementSync;
  readonly #updateTotals: StatementSync;
  readonly #dataVersion: StatementSync;
  readonly #words: WordIndex;
  readonly #textBlocks: TextBlocks;
  readonly #rollups: Rollups;
  readonly #boards: BoardWatch;
  readonly #selectHost: StatementSync;
  readonly #insertHost: StatementSync;
  readonly #updateHost: StatementSync;
  readonly #deleteHosts: StatementSync;
  /** Hosts by address and name, as long as nobody else changes the store. */
  #hosts = new Map<string, Map<string, KnownHost>>();
  #hostCount = 0;
  #knownVersion = -1;

  /** Opens the store, making it when it is missing. With `mostPages` it is full at that size, as on a disk. Throws `log-store`. */
  constructor(storeFile: string, { mostPages }: { mostPages?: number } = {}) {
    this.#database = openForWriting(storeFile);
    this.#storeFile = storeFile;
    this.#identity = identityOf(storeFile);
    if (mostPages !== undefined) this.#database.exec(`PRAGMA max_page_count = ${mostPages}`);
    const prepare = (sql: string) => this.#database.prepare(sql);
    this.#insertOne = prepare(insertSql(1));
    this.#insertMany = prepare(insertSql(rowsAStatement));
    this.#dataVersion = prepare('PRAGMA data_version');
    this.#selectTotals = prepare('SELECT last_id, row_count FROM totals');
    this.#updateTotals = prepare('UPDATE totals SET last_id = ?, row_count = ?');
    this.#words = new WordIndex(this.#database);
    this.#textBlocks = new TextBlocks(this.#database);
    this.#rollups = new Rollups(this.#database);
    this.#boards = new BoardWatch(this.#database);
    this.#selectHost = prepare('SELECT id, last_id FROM hosts WHERE name = ? AND address = ?');
    this.#insertHost = prepare('INSERT INTO hosts (name, address, last_id) VALUES (?, ?, ?)');
    this.#updateHost = prepare('UPDATE hosts SET last_id = ? WHERE id = ?');
    this.#deleteHosts = prepare('DELETE FROM hosts WHERE id IN (SELECT id FROM hosts WHERE last_id <= ? LIMIT ?)');
  }

  /**
   * Stores a batch, all of it or, when SQLite throws, none of it. `zoneOffsetMinutes` is this computer's offset from UTC
   * now. Throws `log-store` while the file is not where it was: nobody would ever see what goes into one that was deleted.
   */
  write(batch: DatagramBatch, zoneOffsetMinutes: number): StoreTotals {
    if (identityOf(this.#storeFile) !== this.#identity) throw movedAway(this.#storeFile);
    const messages: ParsedSyslogMessage[] = [];
    const totals = this.#inTransaction(() => {
      const before = this.totals();
      this.#forgetHostsOfOthers();
      this.#insertAll(batch, before.lastId, zoneOffsetMinutes, messages);
      const count = batch.ends.length;
      const totals = { lastId: before.lastId + count, totalRows: before.totalRows + count };
      this.#updateTotals.run(totals.lastId, totals.totalRows);
      return totals;
    });
    // Only now: a batch that SQLite refuses comes again.
    const firstId = totals.lastId - messages.length + 1;
    for (const [index, message] of messages.entries()) {
      const [receivedAtMs = 0, address = ''] = [batch.receivedAtMs[index], batch.addresses[index]];
      // What a board prints says nothing of its network: it may be silent there, and its messages count themselves. A file tells of
      // another time: it makes no board heard now, nor one that boots.
      if (viaOf(address) !== 'network') continue;
      this.#boards.take(firstId + index, Object.assign(message, { receivedAtMs, address }));
    }
    return totals;
  }

  /** As `BoardTracker.expectStart`; of messages that come from now on. */
  expectStart(board: string, start: OrderedStart): void {
    this.#boards.expectStart(board, start);
  }

  /** Whether there is news of boards that `keepBoards` would write. */
  get hasBoardNews(): boolean {
    return this.#boards.isChanged;
  }

  /** Writes what the rows said of their boards. */
  keepBoards(): void {
    this.#inTransaction(() => this.#boards.write());
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
      this.#textBlocks.clear();
      this.#rollups.clear();
      this.#boards.clear();
      this.#forgetHosts();
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

  /** How many of the newest ids the index of words, or the counts where they are further behind, have not seen. */
  unindexedCount(): number {
    return Math.max(this.#words.unindexedCount(), this.#rollups.unrolledCount());
  }

  /** Takes the next `limit` ids into the index of words, and some into the counts when it is time. Returns how many are left. */
  indexWords(limit: number): number {
    return this.#inTransaction(() => {
      const unindexed = this.#words.advance(limit);
      this.#textBlocks.advance(limit);
      const unrolled = this.#rollups.unrolledCount();
      // A count is changed once for all rows of a piece that it counts: large ones cost a fifth.
      if (unindexed > 0 && unrolled < rolledRows) return unindexed;
      return Math.max(unindexed, this.#rollups.advance(rolledRows));
    });
  }

  /** Adds to the count of messages that never came into the store. */
  noteDropped(count: number): void {
    this.#database.prepare('UPDATE totals SET dropped = dropped + ?').run(count);
  }

  /** Deletes up to `limit` of the oldest rows that the retention does not keep. Returns how many they were. */
  prune(retention: Retention, nowMs: number, limit: number): number {
    return this.#inTransaction(() => {
      const before = this.totals();
      const { count, lastId } = oldestToDelete(this.#database, retention, { nowMs, limit, rowCount: before.totalRows });
      if (count === 0) return 0;
      this.#rollups.remove(lastId);
      deleteOldest(this.#database, lastId);
      this.#forgetHostsUpTo(lastId);
      this.#boards.forgetUpTo(lastId);
      this.#updateTotals.run(before.lastId, before.totalRows - count);
      this.#words.dropOld();
      this.#textBlocks.dropOld();
      return count;
    });
  }

  dispose(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  /** Inserts a batch; the messages as they were parsed are added to `messages`. */
  #insertAll(batch: DatagramBatch, lastId: number, zoneOffsetMinutes: number, messages: ParsedSyslogMessage[]): void {
    const reception = { receivedAtMs: 0, zoneOffsetMinutes };
    let values: Value[] = [];
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
      messages.push(message);
      this.#addRow(values, lastId + 1 + index, message, batch.addresses[index] ?? '', reception);
      start = end;
      if (values.length < rowsAStatement * valuesARow) continue;
      this.#insertMany.run(...values);
      values = [];
    }
    for (let from = 0; from < values.length; from += valuesARow) {
      this.#insertOne.run(...values.slice(from, from + valuesARow));
    }
  }

  #addRow(values: Value[], id: number, message: ParsedSyslogMessage, address: string, reception: Reception): void {
    const { hostname, timestampMs, appName: app, severity, facility } = message;
    const hostId = this.#hostId(hostOf({ hostname, address }), address, id);
    this.#rollups.tally.add(id, { receivedAtMs: reception.receivedAtMs, hostId, app, severity, facility });
    values.push(
      id,
      reception.receivedAtMs,
      hostId,
      hostname === null ? 0 : 1,
      formatCodes.indexOf(message.format),
      message.facility,
      message.severity,
      timestampMs,
      toStoredTimestamp(message.timestampText, timestampMs, reception.zoneOffsetMinutes),
      message.appName,
      message.procId,
      message.msgId,
      message.structuredData.length === 0 ? null : JSON.stringify(message.structuredData),
      message.text,
      message.raw,
    );
  }

  /** The host of row `rowId`. */
  #hostId(name: string, address: string, rowId: number): number {
    let ofAddress = this.#hosts.get(address);
    if (ofAddress === undefined) {
      ofAddress = new Map();
      this.#hosts.set(address, ofAddress);
    }
    let host = ofAddress.get(name);
    if (host === undefined) {
      host = this.#storedHost(name, address, rowId);
      ofAddress.set(name, host);
      this.#hostCount++;
    }
    if (rowId - host.lastId >= lastIdEvery) {
      this.#updateHost.run(rowId, host.id);
      host.lastId = rowId;
    }
    return host.id;
  }

  #storedHost(name: string, address: string, rowId: number): KnownHost {
    const found = this.#selectHost.get(name, address);
    if (found !== undefined) return { id: Number(found.id), lastId: Number(found.last_id) };
    return { id: Number(this.#insertHost.run(name, address, rowId).lastInsertRowid), lastId: rowId };
  }

  /** The rows up to `lastId` are deleted: hosts go that have no other, for whoever invents their names must not fill the store with them. */
  #forgetHostsUpTo(lastId: number): void {
    const { changes } = this.#deleteHosts.run(lastId - lastIdEvery, prunedHosts);
    if (Number(changes) > 0) this.#forgetHosts();
  }

  /** Another process may have cleared the store, and ids that were taken again mean other hosts. */
  #forgetHostsOfOthers(): void {
    const version = Number(this.#dataVersion.get()?.data_version);
    if (version !== this.#knownVersion || this.#hostCount > mostKnownHosts) this.#forgetHosts();
    this.#knownVersion = version;
  }

  #forgetHosts(): void {
    this.#hosts = new Map();
    this.#hostCount = 0;
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
      // Ids are taken again: what was counted with them is in no row.
      this.#rollups.tally.restart(-1);
      this.#forgetHosts();
      throw error;
    }
  }
}

/** Null where there is no such file. */
function identityOf(file: string): string | null {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats === undefined ? null : `${stats.dev} ${stats.ino}`;
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
