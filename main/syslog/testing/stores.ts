/** Stores for the tests of the store, and what is asked of them. */
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { SyslogRow } from '../../../app/syslog/index.ts';
import { SyslogStore } from '../read/syslog-store.ts';
import { LogWriter } from '../store/log-writer.ts';
import { batchOf, type SentDatagram, temporaryFolder } from './batches.ts';

/** A new store with these datagrams in it, and both sides of it. */
export function storeOf(sent: readonly SentDatagram[]) {
  const file = join(temporaryFolder(), 'log.db');
  const writer = new LogWriter(file);
  onTestFinished(() => writer.dispose());
  if (sent.length > 0) writer.write(batchOf(sent), 0);
  const store = new SyslogStore(file);
  onTestFinished(() => store.dispose());
  return { file, writer, store };
}

export const all = { limit: 1000 };
export const ids = (rows: readonly SyslogRow[]) => rows.map(({ id }) => id);
export const words = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ datagram: `<14>word ${index + 1}` }));
