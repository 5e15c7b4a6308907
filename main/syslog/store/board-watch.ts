/**
 * What the rows say of their boards, kept in the store: a status a board, and the rows at which something happened (a boot, a gap, a
 * crash). Rows count once they are stored; what they mean is written a little later, many together.
 */
import type { DatabaseSync } from 'node:sqlite';
import {
  type BoardEvent,
  type BoardEventAt,
  type BoardMessage,
  type BoardStatus,
  BoardTracker,
  mostBoards,
  type OrderedStart,
} from '../../../app/syslog/index.ts';

/** Events that wait to be written: a board that boots in a loop must not fill memory while a disk is full. */
const mostWaiting = 10_000;

export class BoardWatch {
  readonly #database: DatabaseSync;
  #tracker: BoardTracker;
  readonly #changed = new Set<string>();
  #events: BoardEventAt[] = [];

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#tracker = new BoardTracker(readBoards(database));
  }

  /** Whether there is something to write. */
  get isChanged(): boolean {
    return this.#changed.size > 0;
  }

  /** A message that is stored, in the order of ids. */
  take(rowId: number, message: BoardMessage): void {
    const events = this.#tracker.take(message);
    const board = this.#tracker.boardOf(message);
    this.#changed.add(board);
    for (const event of events) this.#events.push({ rowId, board, event });
    if (this.#events.length > mostWaiting) this.#events.splice(0, this.#events.length - mostWaiting);
  }

  /** As `BoardTracker.expectStart`. */
  expectStart(board: string, start: OrderedStart): void {
    this.#tracker.expectStart(board, start);
  }

  /** Writes what changed; inside a transaction. */
  write(): void {
    const putBoard = this.#database.prepare('INSERT OR REPLACE INTO boards VALUES (?, ?)');
    for (const status of this.#tracker.boards) {
      if (this.#changed.has(status.board)) putBoard.run(status.board, JSON.stringify(status));
    }
    this.#forgetSurplus();
    const putEvent = this.#database.prepare('INSERT INTO board_events VALUES (?, ?, ?)');
    for (const { rowId, board, event } of this.#events) putEvent.run(rowId, board, JSON.stringify(event));
    this.#changed.clear();
    this.#events = [];
  }

  /** The rows up to `lastId` are deleted; inside a transaction. */
  forgetUpTo(lastId: number): void {
    this.#database.prepare('DELETE FROM board_events WHERE row_id <= ?').run(lastId);
  }

  /** Nothing is known of any board any more; inside a transaction. */
  clear(): void {
    this.#database.exec('DELETE FROM boards; DELETE FROM board_events');
    this.#tracker = new BoardTracker();
    this.#changed.clear();
    this.#events = [];
  }

  /** Those that were silent for longest go, as they do from the tracker. */
  #forgetSurplus(): void {
    const count = Number(this.#database.prepare('SELECT count(*) AS count FROM boards').get()?.count);
    if (count <= mostBoards) return;
    this.#database
      .prepare(`DELETE FROM boards WHERE name IN (SELECT name FROM boards ORDER BY status ->> 'lastSeenMs' LIMIT ?)`)
      .run(count - mostBoards);
  }
}

/** The boards as they were last written, the one heard last first. */
export function readBoards(database: DatabaseSync): BoardStatus[] {
  return database
    .prepare('SELECT status FROM boards')
    .all()
    .map(({ status }) => JSON.parse(String(status)) as BoardStatus)
    .sort((a, b) => b.lastSeenMs - a.lastSeenMs);
}

/** What happened at the rows from `fromId` to `toId`, by row; the newest `limit`. */
export function readBoardEvents(database: DatabaseSync, fromId: number, toId: number, limit: number): BoardEventAt[] {
  return database
    .prepare('SELECT * FROM board_events WHERE row_id BETWEEN ? AND ? ORDER BY row_id DESC LIMIT ?')
    .all(fromId, toId, limit)
    .map(({ row_id, board, event }) => ({
      rowId: Number(row_id),
      board: String(board),
      event: JSON.parse(String(event)) as BoardEvent,
    }))
    .reverse();
}
