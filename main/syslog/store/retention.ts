/** What the log store keeps, and deleting what it does not: the oldest rows first, a chunk at a time, so that nothing waits long. */
import type { DatabaseSync } from 'node:sqlite';

/** What is not given has no limit. */
export interface Retention {
  /** Rows received longer ago go. */
  mostAgeMs?: number;
  mostRows?: number;
  /** Of the database's pages in use. The file itself does not shrink: new rows take the room. */
  mostBytes?: number;
}

interface PruneOptions {
  nowMs: number;
  limit: number;
  rowCount: number;
}

/** How many of the oldest rows, up to the limit, are not to be kept, and the last one's id. */
export function oldestToDelete(
  database: DatabaseSync,
  retention: Retention,
  options: PruneOptions,
): { count: number; lastId: number } {
  const { limit, nowMs } = options;
  const surplus = surplusOf(database, retention, options);
  const cutoffMs = retention.mostAgeMs === undefined ? null : nowMs - retention.mostAgeMs;
  if (surplus === 0 && cutoffMs === null) return { count: 0, lastId: 0 };
  const oldest = database.prepare('SELECT id, received_at FROM messages ORDER BY id LIMIT ?').all(limit);
  // Up to the first that stays: a row that a clock put back into the past waits for those before it.
  const kept = oldest.findIndex(
    ({ received_at }, place) => place >= surplus && (cutoffMs === null || Number(received_at) >= cutoffMs),
  );
  const count = kept < 0 ? oldest.length : kept;
  return { count, lastId: Number(oldest[count - 1]?.id ?? 0) };
}

/** Deletes the rows up to `lastId`, inside the caller's transaction. */
export function deleteOldest(database: DatabaseSync, lastId: number): void {
  database.prepare('DELETE FROM messages WHERE id <= ?').run(lastId);
}

/** How many of the oldest rows, up to the limit, are too many by count or by size. */
function surplusOf(
  database: DatabaseSync,
  { mostRows, mostBytes }: Retention,
  { limit, rowCount }: PruneOptions,
): number {
  if (mostBytes !== undefined && usedBytes(database) > mostBytes) return limit;
  return mostRows === undefined ? 0 : Math.max(0, Math.min(limit, rowCount - mostRows));
}

/** The bytes of the pages that hold something. */
export function usedBytes(database: DatabaseSync): number {
  const pragma = (name: string) => Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
  return (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');
}
