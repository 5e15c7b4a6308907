import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { SyslogStore } from '../read/syslog-store.ts';
import { batchOf, temporaryFolder } from '../testing/batches.ts';
import { openForWriting } from './log-database.ts';
import { LogWriter } from './log-writer.ts';
import { segmentIds, wordSegments } from './word-index.ts';

it('grows by segments, which are searched as one and dropped with their last row', () => {
  const file = join(temporaryFolder(), 'log.db');
  const writer = new LogWriter(file);
  const store = new SyslogStore(file);
  const other = openForWriting(file);
  onTestFinished(() => {
    for (const each of [writer, store]) each.dispose();
    other.close();
  });
  // Ids are only counted on: rows 1 to 3, then the last two of the first segment and the first two of the second.
  const write = (words: readonly string[]) =>
    writer.write(batchOf(words.map((word) => ({ datagram: `<14>${word}` }))), 0);
  const index = () => {
    while (writer.indexWords(segmentIds) > 0);
  };
  const find = () => store.rows({ query: 'odd' }, { limit: 10 }).map(({ id }) => id);
  write(['odd', 'even', 'odd']);
  index();
  other.exec(`UPDATE totals SET last_id = ${segmentIds - 2}, indexed_id = ${segmentIds - 2}`);
  write(['odd', 'even', 'odd', 'even']);
  index();
  const segments = () => wordSegments(other).map(({ firstId }) => firstId);
  const before = [find(), store.rows({ query: 'odd' }, { limit: 2 }).map(({ id }) => id), segments()];
  writer.prune({ mostRows: 2 }, 0, 100);
  expect([before, find(), segments()]).toEqual([
    [
      [1, 3, segmentIds - 1, segmentIds + 1],
      [segmentIds - 1, segmentIds + 1],
      [segmentIds + 1, 1],
    ],
    [segmentIds + 1],
    [segmentIds + 1],
  ]);
});
