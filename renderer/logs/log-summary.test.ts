import { expect, test } from 'vitest';
import { summaryOf } from './log-summary.ts';

test('the lines that pass are told beside all lines', () => {
  const all = { totalRows: 3000, passed: null, following: true, hasNewer: false };
  expect([
    summaryOf(all),
    summaryOf({ ...all, totalRows: 1 }),
    summaryOf({ ...all, passed: { rows: 12, more: false } }),
    summaryOf({ ...all, passed: { rows: 1500, more: true }, following: false }),
    summaryOf({ ...all, following: false, hasNewer: true }),
  ]).toEqual([
    '3,000 lines',
    '1 line',
    '12 of 3,000 lines',
    '1,500+ of 3,000 lines, paused',
    '3,000 lines, paused, new ones came',
  ]);
});
