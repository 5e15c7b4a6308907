import { expect, it } from 'vitest';
import { rowsBetween } from './newest-rows.ts';

it('rows between two ids are asked for a page at a time, and each id once', async () => {
  const asked: [number | undefined, number | undefined][] = [];
  const source = {
    rows: (_filter: object, { afterId, beforeId }: { afterId?: number; beforeId?: number }) => {
      asked.push([afterId, beforeId]);
      return [];
    },
  };
  for await (const rows of rowsBetween(source, {}, { afterId: 500, lastId: 2700 })) expect(rows).not.toEqual([]);
  // Without its lower end a search for a rare row would go through the whole log for each page.
  expect(asked).toEqual([
    [500, 1501],
    [1500, 2501],
    [2500, 2701],
  ]);
});
