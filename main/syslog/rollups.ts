/**
 * Counts of rows by minute and by hour, each by host, app, severity and facility: what histograms, facets and statistics are
 * made of without looking at millions of rows. They lag behind the rows, up to `rolled_id`, as the index of words does.
 *
 * `minutes` says which ids were received in a minute. A clock that jumps makes those ranges wide and never wrong.
 */
import type { DatabaseSync } from 'node:sqlite';

export const minuteMs = 60_000;
const minutesAnHour = 60;

export class Rollups {
  readonly #database: DatabaseSync;

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
    const until = Math.min(lastId, rolledId + limit);
    if (until === rolledId) return 0;
    this.#add(rolledId, until, 1);
    this.#database
      .prepare(
        `INSERT INTO minutes SELECT received_at / ${minuteMs}, min(id), max(id) FROM messages WHERE id > ? AND id <= ? GROUP BY 1
          ON CONFLICT (slot) DO UPDATE SET first_id = min(first_id, excluded.first_id), last_id = max(last_id, excluded.last_id)`,
      )
      .run(rolledId, until);
    this.#database.prepare('UPDATE totals SET rolled_id = ?').run(until);
    return lastId - until;
  }

  /** Takes the rows up to `lastId`, which are about to be deleted, out of the counts, inside the caller's transaction. */
  remove(lastId: number): void {
    const { rolledId } = this.#ids();
    const until = Math.min(lastId, rolledId);
    this.#add(0, until, -1);
    this.#database.prepare('DELETE FROM minutes WHERE last_id <= ?').run(lastId);
    if (lastId > rolledId) this.#database.prepare('UPDATE totals SET rolled_id = ?').run(lastId);
  }

  /** Forgets every count; the counts are then up to date with a store without rows. */
  clear(): void {
    this.#database.exec(
      'DELETE FROM minute_rollups; DELETE FROM hour_rollups; DELETE FROM minutes; UPDATE totals SET rolled_id = last_id',
    );
  }

  #add(afterId: number, lastId: number, sign: 1 | -1): void {
    const groups = this.#database
      .prepare(
        `SELECT received_at / ${minuteMs} AS slot, host_id, coalesce(app_name, '') AS app, severity, facility, count(*) AS count
          FROM messages WHERE id > ? AND id <= ? GROUP BY 1, 2, 3, 4, 5`,
      )
      .all(afterId, lastId);
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
      for (const { slot, host_id, app, severity, facility, count } of groups) {
        const key = [
          Math.floor(Number(slot) / minutes),
          Number(host_id),
          String(app),
          Number(severity),
          Number(facility),
        ];
        change.run(...key, sign * Number(count));
        if (sign < 0) removeEmpty.run(...key);
      }
    }
  }

  #ids(): { lastId: number; rolledId: number } {
    const row = this.#database.prepare('SELECT last_id, rolled_id FROM totals').get();
    return { lastId: Number(row?.last_id), rolledId: Number(row?.rolled_id) };
  }
}
