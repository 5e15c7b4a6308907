import { expect, it } from 'vitest';
import type { SyslogRow } from '../../../../app/syslog/index.ts';
import { newestRows } from './newest-rows.ts';

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
