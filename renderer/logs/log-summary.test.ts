import { expect, test } from 'vitest';
import { lostInWords, summaryOf } from './log-summary.ts';

test('the lines that pass are told beside all lines', () => {
  const all = { totalRows: 3000, lost: 0, passed: null, following: true, hasNewer: false };
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

test('lines that were lost are told, and why', () => {
  const all = { totalRows: 3000, lost: 1204, passed: null, following: false, hasNewer: false };
  expect([summaryOf(all), lostInWords(0), lostInWords(1), lostInWords(1204)]).toEqual([
    '3,000 lines, 1,204 lost, paused',
    null,
    '1 line was received since Bramble started and not kept: more came at once than could be stored.',
    '1,204 lines were received since Bramble started and not kept: more came at once than could be stored.',
  ]);
});
