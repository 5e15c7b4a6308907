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

/** Deletes inside the caller's transaction, from the rows and the hosts' counts. Returns how many rows. */
export function pruneOldest(database: DatabaseSync, retention: Retention, options: PruneOptions): number {
  const { limit, nowMs } = options;
  const surplus = surplusOf(database, retention, options);
  const cutoffMs = retention.mostAgeMs === undefined ? null : nowMs - retention.mostAgeMs;
  if (surplus === 0 && cutoffMs === null) return 0;
  const oldest = database
    .prepare('SELECT id, host_id, received_at FROM messages ORDER BY id LIMIT ?')
    .all(limit)
    .filter(({ received_at }, place) => place < surplus || (cutoffMs !== null && Number(received_at) < cutoffMs));
  const deleteRow = database.prepare('DELETE FROM messages WHERE id = ?');
  const byHost = new Map<number, number>();
  for (const { id, host_id } of oldest) {
    deleteRow.run(Number(id));
    byHost.set(Number(host_id), (byHost.get(Number(host_id)) ?? 0) + 1);
  }
  const countHost = database.prepare('UPDATE hosts SET row_count = row_count - ? WHERE id = ?');
  for (const [hostId, count] of byHost) countHost.run(count, hostId);
  return oldest.length;
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
