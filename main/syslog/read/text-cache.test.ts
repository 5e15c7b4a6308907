import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { parseQuery, queryPredicate, type SyslogRow } from '../../../app/syslog/index.ts';
import { openForReading } from '../store/log-database.ts';
import { LogWriter } from '../store/log-writer.ts';
import { blockIds } from '../store/text-blocks.ts';
import { batchOf, temporaryFolder } from '../testing/batches.ts';
import { SyslogStore } from './syslog-store.ts';
import { TextCache } from './text-cache.ts';

const rowCount = 5 * blockIds + 100;

function datagramOfRow(id: number): string {
  const app = id > 3 * blockIds && id < 3 * blockIds + 50 ? 'free wifi' : 'net';
  const text =
    id % 700 === 3
      ? `found free wifi ${id}`
      : `wifi is there, heap free ${id * 17}${id % 900 === 1 ? '\n  of all' : ''}`;
  return `<${id % 3 === 0 ? 11 : 14}>1 - picow-${id % 5} ${app.replace(' ', '-')} - - - ${text}`;
}

function storeOf() {
  const file = join(temporaryFolder(), 'log.db');
  const writer = new LogWriter(file);
  onTestFinished(() => writer.dispose());
  for (let id = 1; id <= rowCount; id += 4000) {
    const count = Math.min(4000, rowCount - id + 1);
    writer.write(batchOf(Array.from({ length: count }, (_, at) => ({ datagram: datagramOfRow(id + at) }))), 0);
  }
  while (writer.indexWords(16_384) > 0);
  const store = new SyslogStore(file);
  onTestFinished(() => store.dispose());
  const rows: SyslogRow[] = [];
  for (let beforeId = rowCount + 1; beforeId > 1; beforeId -= 1000)
    rows.unshift(...store.rows({}, { beforeId, limit: 1000 }));
  return { file, writer, store, rows };
}

const clock = { nowMs: 0, zoneOffsetMinutes: 0 };

it('words and expressions find in texts that are read together what they find in each row', () => {
  const { store, writer, rows } = storeOf();
  const check = (firstId: number) => {
    for (const query of [
      '"free wifi"',
      '"wifi is" heap severity:error',
      '/free 3\\d*5/ host:picow-2',
      '/wifi/ -/there/',
      '/there.*\\d55$/ OR "found free"',
      'text:"ree wif"',
      'text:-wif',
      '/of all$/',
      '/[0-9]{6}/',
      '/wifi/ (app:free-wifi OR /999/)',
    ]) {
      const passes = queryPredicate(parseQuery(query, clock));
      const wanted = rows.filter((row) => row.id >= firstId && passes(row)).map(({ id }) => id);
      const found = () => store.rows({ query }, { limit: 1000 }).map(({ id }) => id);
      expect([found(), found()], query).toEqual([wanted.slice(-1000), wanted.slice(-1000)]);
      expect(wanted.length, query).toBeGreaterThan(0);
      const older = store.rows({ query }, { beforeId: 9000, limit: 7 }).map(({ id }) => id);
      expect(older, query).toEqual(wanted.filter((id) => id < 9000).slice(-7));
      expect(store.stats({ query }).total, query).toBe(wanted.length);
    }
    expect(store.rows({ text: 'FREE wifi' }, { limit: 1000 }).map(({ id }) => id)).toEqual(
      rows.filter(({ id, text }) => id >= firstId && text.includes('free wifi')).map(({ id }) => id),
    );
  };
  check(1);
  writer.prune({ mostRows: rowCount - 1000 }, 0, 4096);
  check(1001);
  store.forgetUnusedTexts();
  store.forgetUnusedTexts();
  check(1001);
});

it('leaves very long texts where they are, and finds in them row by row', () => {
  const file = join(temporaryFolder(), 'log.db');
  const writer = new LogWriter(file);
  onTestFinished(() => writer.dispose());
  const filling = 'x'.repeat(16_000);
  for (let first = 1; first <= blockIds; first += 256) {
    const datagrams = Array.from({ length: 256 }, (_, at) => ({ datagram: `<14>${filling} ${first + at}` }));
    writer.write(batchOf(datagrams), 0);
  }
  writer.write(batchOf([{ datagram: '<14>after' }]), 0);
  const database = openForReading(file);
  onTestFinished(() => database.close());
  expect(new TextCache(database).block(0, 1)).toBeNull();
  const store = new SyslogStore(file);
  onTestFinished(() => store.dispose());
  expect(store.rows({ query: '/ 1[0-9]*7$/' }, { limit: 1000 }).map(({ id }) => id)).toEqual(
    Array.from({ length: blockIds }, (_, at) => at + 1).filter((id) => /^1\d*7$/.test(String(id))),
  );
});

it('keeps the newest blocks, as much as fits', () => {
  const { file } = storeOf();
  const database = openForReading(file);
  onTestFinished(() => database.close());
  const first = new TextCache(database).block(0, 1);
  const cache = new TextCache(database, 2.5 * (first?.bytes ?? 0));
  const read = (number: number) => cache.block(number, 1)?.firstId;
  expect([4, 3, 2, 1, 0].map(read)).toEqual([4, 3, 2, 1, 0].map((number) => number * blockIds + 1));
  // Nothing is read for so little of a block: what is there is what is kept.
  expect([0, 1, 2, 3, 4].map((number) => cache.block(number, 0) !== null)).toEqual([false, false, false, true, true]);
  expect(read(5)).toBeUndefined();
  cache.forgetUnused();
  expect(cache.block(4, 0)).not.toBeNull();
  cache.forgetUnused();
  cache.forgetUnused();
  expect(cache.block(4, 0)).toBeNull();
});
