import { expect, it } from 'vitest';
import type { SyslogRow } from '../../../../app/syslog/index.ts';
import { newestRows, rowsBetween } from './newest-rows.ts';

/** Pages that were asked for, as their ids, of rows with texts of so many characters. */
async function pagesBetween(afterId: number, lastId: number, characters: number) {
  const asked: [number | undefined, number | undefined][] = [];
  const source = {
    rows: (_filter: object, { afterId = 0, beforeId = 0 }: { afterId?: number; beforeId?: number }) => {
      asked.push([afterId, beforeId]);
      if (characters === 0) return [];
      const row = { text: 'x'.repeat(characters), raw: null } as SyslogRow;
      return Array.from({ length: beforeId - afterId - 1 }, () => row);
    },
  };
  for await (const rows of rowsBetween(source, {}, { afterId, lastId })) expect(rows).not.toEqual([]);
  return asked;
}

it('rows between two ids are asked for a page at a time, larger and larger ones, and each id once', async () => {
  // Without its lower end a search for a rare row would go through the whole log for each page.
  expect(await pagesBetween(500, 3700, 0)).toEqual([
    [500, 565],
    [564, 821],
    [820, 1821],
    [1820, 2821],
    [2820, 3701],
  ]);
});

it('large rows come in small pages', async () => {
  const pages = await pagesBetween(0, 100, 65_536);
  expect(pages.map(([after = 0, before = 0]) => before - after - 1)).toEqual([64, 16, 16, 4]);
});

it.each([
  ['in memory', undefined],
  ['asked for twice', 200_000],
])('the newest rows come oldest first, each once, %s', async (_case, keptBytes) => {
  const passing = Array.from(
    { length: 3000 },
    (_, index) => ({ id: (index + 1) * 3, text: 'x', raw: null }) as SyslogRow,
  );
  let heldRows = 0;
  const source = {
    rows: (_filter: object, page: { afterId?: number; beforeId?: number; limit: number }) => {
      const { afterId = 0, beforeId = 0, limit } = page;
      const rows = passing.filter(({ id }) => id > afterId && id < beforeId).slice(-limit);
      heldRows += rows.length;
      return rows;
    },
  };
  const ids: number[] = [];
  const options = { lastId: 8000, limit: 2500, ...(keptBytes === undefined ? {} : { keptBytes }) };
  for await (const rows of newestRows(source, {}, options)) ids.push(...rows.map(({ id }) => id));
  expect(ids).toEqual(Array.from({ length: 2500 }, (_, index) => (index + 167) * 3));
  // The first page, of 64 rows, fits.
  expect(heldRows).toBe(keptBytes === undefined ? 2500 : 2 * 2500 - 64);
});
