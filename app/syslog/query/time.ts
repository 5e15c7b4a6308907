/** The times of a query: how long ago, a time of today, a day, or a day and a time. */
import { dateMs, dayMs, daysInMonth } from '../parse/calendar.ts';
import type { QueryClock } from './tree.ts';

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: dayMs, w: 7 * dayMs };

const agoPattern = /^(\d{1,9})(s|m|h|d|w)$/;
const timePattern = /^(?:(\d{4})-(\d\d)-(\d\d))?(?:(?:^|[Tt])(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3})\d{0,6})?)?)?$/;
const zonePattern = /(?:([Zz])|([+-])(\d\d):?(\d\d))$/;

/** Ms since the Unix epoch; null when the text is no time. A time without a zone is local. */
export function readQueryTime(text: string, clock: QueryClock): number | null {
  const ago = agoPattern.exec(text);
  if (ago !== null) return clock.nowMs - Number(ago[1]) * (unitMs[ago[2] ?? ''] ?? 0);
  // A day ends in digits after a minus: only what has a time can have a zone.
  const zone = text.includes(':') ? zonePattern.exec(text) : null;
  const offset = zone === null ? offsetAt(clock.nowMs, clock) : zoneMinutes(zone);
  if (offset === null) return null;
  const local = localMs(zone === null ? text : text.slice(0, zone.index), clock);
  if (local === null) return null;
  const timeMs = local - offset * 60_000;
  return zone === null ? local - offsetAt(timeMs, clock) * 60_000 : timeMs;
}

function offsetAt(timeMs: number, { zoneOffsetMinutes }: QueryClock): number {
  return typeof zoneOffsetMinutes === 'number' ? zoneOffsetMinutes : zoneOffsetMinutes(timeMs);
}

function zoneMinutes([, zulu, sign, hours, minutes]: RegExpExecArray): number | null {
  if (zulu !== undefined) return 0;
  if (Number(hours) > 23 || Number(minutes) > 59) return null;
  const offset = Number(hours) * 60 + Number(minutes);
  return sign === '-' ? -offset : offset;
}

function localMs(text: string, clock: QueryClock): number | null {
  const match = text === '' ? null : timePattern.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = ''] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const seconds = (Number(hour) * 60 + Number(minute)) * 60 + Number(second);
  const sinceMidnightMs = seconds * 1000 + Number(fraction.padEnd(3, '0'));
  if (year === undefined) return midnightMs(clock) + sinceMidnightMs;
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  if (m < 1 || m > 12 || d < 1 || d > daysInMonth(y, m)) return null;
  return dateMs(y, m, d) + sinceMidnightMs;
}

/** The last local midnight, in local ms. */
function midnightMs(clock: QueryClock): number {
  return Math.floor((clock.nowMs + offsetAt(clock.nowMs, clock) * 60_000) / dayMs) * dayMs;
}
