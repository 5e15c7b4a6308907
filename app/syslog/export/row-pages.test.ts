import { expect, it } from 'vitest';
import type { SyslogRow } from '../message.ts';
import { rowsBetween } from './row-pages.ts';

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
