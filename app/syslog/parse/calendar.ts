/**
 * Calendar arithmetic for timestamps. It knows the proleptic Gregorian calendar in UTC and nothing of zones; no `Date`,
 * which costs ten times as much and is on the path of every message.
 */

export const dayMs = 86_400_000;

/** Days in `month` (1 to 12) of `year`. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

const daysFrom400Before0To1970 = 719_468 + 146_097;

/** Midnight UTC of a date, in ms since the Unix epoch. `year` is 0 or more, `month` 1 to 12. */
export function dateMs(year: number, month: number, day: number): number {
  // Years begin in March here, so that the leap day is a year's last and months have a linear formula.
  const marchYear = month <= 2 ? year - 1 : year;
  const marchMonth = month <= 2 ? month + 9 : month - 3;
  // 400 years further on, so that no year is negative and cutting off a fraction rounds down.
  const positive = marchYear + 400;
  const leapDays = ((positive / 4) | 0) - ((positive / 100) | 0) + ((positive / 400) | 0);
  const dayOfYear = (((153 * marchMonth + 2) / 5) | 0) + day - 1;
  return (positive * 365 + leapDays + dayOfYear - daysFrom400Before0To1970) * dayMs;
}

/** The year, in UTC, of a time in ms since the Unix epoch. */
export function yearOf(timeMs: number): number {
  const estimate = 1970 + Math.floor(timeMs / (365.2425 * dayMs));
  if (timeMs < dateMs(estimate, 1, 1)) return estimate - 1;
  return timeMs < dateMs(estimate + 1, 1, 1) ? estimate : estimate + 1;
}
