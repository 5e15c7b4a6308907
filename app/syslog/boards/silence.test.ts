import { expect, it } from 'vitest';
import type { BoardStatus } from './board-tracker.ts';
import { silenceOf } from './silence.ts';

it.each([
  [60, 59, null],
  [60, 61, 61_000],
  [1, 299, null],
  [1, 301, 301_000],
  [0, 299, null],
])('a board of %i lines a minute that was heard %i s ago is silent for %s ms', (perMinute, seconds, silence) => {
  const status = { lastSeenMs: 0, perMinute } as BoardStatus;
  expect(silenceOf(status, seconds * 1000)).toBe(silence);
});
