import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { read } from '../testing/read.ts';
import { dateMs, dayMs, daysInMonth, yearOf } from './calendar.ts';

const iso = (timeMs: number | null) => (timeMs === null ? null : new Date(timeMs).toISOString().slice(0, 19));

function sentAt(written: string, receivedAt: string, zoneOffsetMinutes = 0) {
  return iso(
    read(`<14>${written} host x`, { receivedAtMs: Date.parse(`${receivedAt}Z`), zoneOffsetMinutes }).timestampMs,
  );
}

describe('a time without a year', () => {
  it.each([
    ['of today', 'May  1 11:59:59', '2024-05-01T12:00:00', '2024-05-01T11:59:59'],
    ['of last December, in January', 'Dec 31 23:59:58', '2024-01-01T00:00:03', '2023-12-31T23:59:58'],
    [
      'of January, in December, from a clock that runs ahead',
      'Jan  1 00:00:04',
      '2023-12-31T23:59:50',
      '2024-01-01T00:00:04',
    ],
    ['of later in the year is of last year', 'Oct  1 00:00:00', '2024-05-01T12:00:00', '2023-10-01T00:00:00'],
    ['of a leap day is of the last leap year', 'Feb 29 10:00:00', '2026-05-01T12:00:00', '2024-02-29T10:00:00'],
    [
      'of a leap day is found over 2100, which has none',
      'Feb 29 10:00:00',
      '2103-05-01T12:00:00',
      '2096-02-29T10:00:00',
    ],
  ])('%s', (_case, written, receivedAt, expected) => {
    expect(sentAt(written, receivedAt)).toBe(expected);
  });
});

describe('a time without a zone', () => {
  it.each([
    ['UTC, as boards send after ntptime.settime()', 'May  1 12:00:00', 120, '2024-05-01T12:00:00'],
    ['local time, as computers send', 'May  1 14:00:00', 120, '2024-05-01T12:00:00'],
    ['local time west of Greenwich', 'May  1 05:30:00', -390, '2024-05-01T12:00:00'],
  ])('is %s, when that is nearer to the reception', (_case, written, zoneOffsetMinutes, expected) => {
    expect(sentAt(written, '2024-05-01T12:00:01', zoneOffsetMinutes)).toBe(expected);
  });

  it('may be local time of the next day', () => {
    expect(sentAt('May  2 01:00:00', '2024-05-01T23:00:01', 120)).toBe('2024-05-01T23:00:00');
  });

  it('of a clock that was never set stays in the past', () => {
    const { timestampMs } = read('<14>1 2021-01-01T00:00:12 h a - - - x');
    expect(iso(timestampMs)).toBe('2021-01-01T00:00:12');
  });
});

describe('the calendar', () => {
  it('agrees with Date on every date', () => {
    const days = fc.integer({ min: -719_000, max: 2_930_000 });
    fc.assert(
      fc.property(days, (day) => {
        const date = new Date(day * dayMs);
        const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
        const lastDay = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
        expect([dateMs(year, month, date.getUTCDate()), yearOf(date.getTime()), daysInMonth(year, month)]).toEqual([
          date.getTime(),
          year,
          lastDay,
        ]);
      }),
    );
  });

  it('knows the year of the last and the first millisecond of it', () => {
    expect(
      [1969, 1970, 2000, 2024, 2100].map((year) => [yearOf(dateMs(year, 1, 1)), yearOf(dateMs(year, 1, 1) - 1)]),
    ).toEqual([1969, 1970, 2000, 2024, 2100].map((year) => [year, year - 1]));
  });
});
