import { expect, test } from 'vitest';
import { fullTime, shortTime } from './log-time.ts';

const at = new Date(2026, 10, 22, 20, 15, 3, 42).getTime();

test('a row of today shows its milliseconds, an older one its date', () => {
  const tomorrow = new Date(2026, 10, 23).getTime();
  expect([shortTime(at, at + 1000), shortTime(at, tomorrow)]).toEqual(['20:15:03.042', '11-22 20:15:03']);
});

test('the details show date and time', () => {
  expect(fullTime(at)).toBe('2026-11-22 20:15:03.042');
});
