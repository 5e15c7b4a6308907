import { describe, expect, it } from 'vitest';
import type { SyslogRow } from '../../../../app/syslog/index.ts';
import { newestRows, type RowSource, rowsBetween } from './newest-rows.ts';

/** Rows 1 to 2,500, of which those whose id `every` divides pass. */
function store(every = 1): RowSource {
  const passing = Array.from({ length: 2500 }, (_, index) => index + 1).filter((id) => id % every === 0);
  return {
    rows: (_filter, { beforeId = 2501, limit }) =>
      passing
        .filter((id) => id < beforeId)
        .slice(-limit)
        .map((id) => ({ id }) as SyslogRow),
  };
}

const idsOf = (rows: SyslogRow[]) => rows.map(({ id }) => id);
const sequence = (first: number, last: number, step = 1) =>
  Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => first + index * step);

describe('the newest rows', () => {
  it.each([
    [{ limit: 3, lastId: 2500 }, sequence(2498, 2500)],
    [{ limit: 1000, lastId: 2500 }, sequence(1501, 2500)],
    [{ limit: 2300, lastId: 2500 }, sequence(201, 2500)],
    [{ limit: 9000, lastId: 2500 }, sequence(1, 2500)],
    [{ limit: 2, lastId: 10 }, [9, 10]],
    [{ limit: 0, lastId: 10 }, []],
  ])('of %j come oldest first, without gap or repeat', async (range, ids) => {
    expect(idsOf(await newestRows(store(), {}, range))).toEqual(ids);
  });
});

describe('the rows between', () => {
  it.each([
    [1, { afterId: 7, lastId: 10 }, [8, 9, 10]],
    [1, { afterId: 10, lastId: 10 }, []],
    [1, { afterId: 100, lastId: 2450 }, sequence(101, 2450)],
    [7, { afterId: 100, lastId: 2450 }, sequence(105, 2450, 7)],
    [1100, { afterId: 0, lastId: 2500 }, [1100, 2200]],
  ])('when every %ith row passes, %j, come oldest first, without gap or repeat', async (every, range, ids) => {
    const found: number[] = [];
    for await (const rows of rowsBetween(store(every), {}, range)) found.push(...idsOf(rows));
    expect(found).toEqual(ids);
  });
});
