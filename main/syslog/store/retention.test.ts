import { describe, expect, it, onTestFinished } from 'vitest';
import { batchOf } from '../testing/batches.ts';
import { all, ids, storeOf, words } from '../testing/stores.ts';
import { openForReading } from './log-database.ts';

describe('retention', () => {
  const hour = 3_600_000;
  const nowMs = Date.UTC(2024, 4, 1, 12);
  const aged = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      datagram: `<14>word ${index + 1}`,
      address: `10.0.0.${index % 2}`,
      receivedAtMs: nowMs - (count - index) * hour,
    }));

  it.each([
    ['age', { mostAgeMs: 3.5 * hour }, [8, 9, 10]],
    ['count', { mostRows: 4 }, [7, 8, 9, 10]],
    ['both', { mostAgeMs: 3.5 * hour, mostRows: 4 }, [8, 9, 10]],
    ['nothing', {}, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
    [
      'more than there is',
      { mostRows: 10, mostAgeMs: 100 * hour, mostBytes: 2 ** 30 },
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    ],
  ])('by %s keeps the newest, in pieces, with every count and word in order', (_case, retention, kept) => {
    const { store, writer } = storeOf(aged(10));
    writer.indexWords(5);
    const pieces: number[] = [];
    for (let count = 2; count === 2; pieces.push(count)) count = writer.prune(retention, nowMs, 2);
    writer.indexWords(100);
    const gone = 10 - kept.length;
    expect([
      ids(store.rows({}, all)),
      ids(store.rows({ query: 'word' }, all)),
      store.totals(),
      store.hosts().reduce((sum, { count }) => sum + count, 0),
      pieces.reduce((sum, count) => sum + count, 0),
    ]).toEqual([kept, kept, { lastId: 10, totalRows: kept.length }, kept.length, gone]);
  });

  it('by size deletes the oldest until the rest fits', () => {
    const { store, writer } = storeOf(words(3000));
    const mostBytes = Math.round(store.size().usedBytes / 2);
    while (writer.prune({ mostBytes }, nowMs, 100) > 0);
    const left = store.totals().totalRows;
    expect(store.size().usedBytes).toBeLessThanOrEqual(mostBytes);
    expect(left).toBeGreaterThan(500);
    expect(ids(store.rows({}, { limit: 1 }))).toEqual([3000]);
  });

  it('lets hosts go that have no row any more, so that invented ones do not fill the store', () => {
    const invented = (from: number) =>
      Array.from({ length: 4000 }, (_, index) => ({
        datagram: `<14>1 - ${String(from + index).padStart(255, 'x')} - - - - word`,
      }));
    const { store, writer, file } = storeOf(invented(0));
    const mostBytes = 2_000_000;
    const longKnown = { datagram: '<14>1 - pico - - - - word' };
    for (let from = 4000; from < 20_000; from += 4000) {
      writer.write(batchOf([longKnown, ...invented(from)]), 0);
      while (writer.prune({ mostBytes }, nowMs, 1000) > 0);
    }
    writer.write(batchOf([longKnown, { datagram: `<14>1 - ${'7'.padStart(255, 'x')} - - - - again` }]), 0);
    const database = openForReading(file);
    onTestFinished(() => database.close());
    const rowCount = store.totals().totalRows;
    const count = (sql: string) => Number(database.prepare(`SELECT count(*) AS count FROM ${sql}`).get()?.count);
    expect(rowCount).toBeGreaterThan(1000);
    expect(count('hosts')).toBeLessThan(rowCount + 2000);
    expect(count('messages m JOIN hosts h ON h.id = m.host_id')).toBe(rowCount);
    expect(store.rows({ query: 'host:pico' }, { limit: 1 }).map(({ text }) => text)).toEqual(['word']);
  });
});
