import { describe, expect, it } from 'vitest';
import { all, ids, storeOf, words } from '../testing/stores.ts';

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
});
