/**
 * Counts of rows by minute and by hour, each by host, app, severity and facility: what histograms, facets and statistics are
 * made of without looking at millions of rows. They lag behind the rows, up to `rolled_id`, as the index of words does.
 *
 * `minutes` says which ids were received in a minute. A clock that jumps makes those ranges wide and never wrong.
 */
import type { DatabaseSync } from 'node:sqlite';
import { RowTally, type TallyGroup } from './row-tally.ts';

export const minuteMs = 60_000;
const minutesAnHour = 60;

export class Rollups {
  readonly #database: DatabaseSync;
  /** What was written since, where that is all of it. */
  readonly tally = new RowTally();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** How many of the newest ids are not counted. */
  unrolledCount(): number {
    const { lastId, rolledId } = this.#ids();
    return lastId - rolledId;
  }

  /** Counts the next ids, up to `limit`, inside the caller's transaction. Returns how many are left. */
  advance(limit: number): number {
    const { lastId, rolledId } = this.#ids();
    if (lastId === rolledId) return 0;
    const { tally } = this;
    if (tally.afterId === rolledId && tally.lastId === lastId) {
      this.#addTally();
      return 0;
    }
    const untilTally = tally.afterId > rolledId ? tally.afterId : lastId;
    const until = Math.min(lastId, rolledId + limit, untilTally);
    this.#change(this.#groups(rolledId, until), 1);
    this.#database
      .prepare(
        `INSERT INTO minutes SELECT received_at / ${minuteMs}, min(id), max(id) FROM messages WHERE id > ? AND id <= ? GROUP BY 1
          ON CONFLICT (slot) DO UPDATE SET first_id = min(first_id, excluded.first_id), last_id = max(last_id, excluded.last_id)`,
      )
      .run(rolledId, until);
    this.#database.prepare('UPDATE totals SET rolled_id = ?').run(until);
    if (until === lastId) tally.restart(until);
    return lastId - until;
  }

  /** Takes the rows up to `lastId`, which are about to be deleted, out of the counts, inside the caller's transaction. */
  remove(lastId: number): void {
    const { rolledId } = this.#ids();
    const until = Math.min(lastId, rolledId);
    this.#change(this.#groups(0, until), -1);
    this.#database.prepare('DELETE FROM minutes WHERE last_id <= ?').run(lastId);
    if (lastId > rolledId) this.#database.prepare('UPDATE totals SET rolled_id = ?').run(lastId);
  }

  /** Forgets every count; the counts are then up to date with a store without rows. */
  clear(): void {
    this.#database.exec(
      'DELETE FROM minute_rollups; DELETE FROM hour_rollups; DELETE FROM minutes; UPDATE totals SET rolled_id = last_id',
    );
  }

  #addTally(): void {
    const { tally } = this;
    this.#change(tally.groups(), 1);
    const addMinute = this.#database.prepare(
      `INSERT INTO minutes VALUES (?, ?, ?)
        ON CONFLICT (slot) DO UPDATE SET first_id = min(first_id, excluded.first_id), last_id = max(last_id, excluded.last_id)`,
    );
    for (const { slot, firstId, lastId } of tally.minutes) addMinute.run(slot, firstId, lastId);
    this.#database.prepare('UPDATE totals SET rolled_id = ?').run(tally.lastId);
    tally.restart(tally.lastId);
  }

  /** Reads the rows: those that are to be deleted, or were written by an earlier or another process. */
  *#groups(afterId: number, lastId: number): Generator<TallyGroup> {
    const rows = this.#database
      .prepare(
        `SELECT received_at / ${minuteMs} AS slot, host_id, coalesce(app_name, '') AS app, severity, facility, count(*) AS count
          FROM messages WHERE id > ? AND id <= ? GROUP BY 1, 2, 3, 4, 5`,
      )
      .all(afterId, lastId);
    for (const { slot, host_id, app, severity, facility, count } of rows) {
      yield {
        slot: Number(slot),
        hostId: Number(host_id),
        app: String(app),
        severity: Number(severity),
        facility: Number(facility),
        count: Number(count),
      };
    }
  }

  #change(groups: Iterable<TallyGroup>, sign: 1 | -1): void {
    const all = [...groups];
    for (const [table, minutes] of [
      ['minute_rollups', 1],
      ['hour_rollups', minutesAnHour],
    ] as const) {
      const change = this.#database.prepare(
        `INSERT INTO ${table} VALUES (?, ?, ?, ?, ?, ?)
          ON CONFLICT (slot, host_id, app, severity, facility) DO UPDATE SET row_count = row_count + excluded.row_count`,
      );
      const removeEmpty = this.#database.prepare(
        `DELETE FROM ${table} WHERE slot = ? AND host_id = ? AND app = ? AND severity = ? AND facility = ? AND row_count <= 0`,
      );
      for (const { slot, hostId, app, severity, facility, count } of all) {
        const key = [Math.floor(slot / minutes), hostId, app, severity, facility];
        change.run(...key, sign * count);
        if (sign < 0) removeEmpty.run(...key);
      }
    }
  }

  #ids(): { lastId: number; rolledId: number } {
    const row = this.#database.prepare('SELECT last_id, rolled_id FROM totals').get();
    return { lastId: Number(row?.last_id), rolledId: Number(row?.rolled_id) };
  }
}
