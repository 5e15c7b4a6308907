/**
 * Timestamps at the head of a message: ISO 8601 as RFC 5424 restricts it, and `Mmm dd hh:mm:ss` of RFC 3164, each with
 * the dialects that are in use. It reads digits out of bytes and knows nothing of what follows.
 */
import { dateMs, dayMs, daysInMonth, yearOf } from './calendar.ts';
import { byte, type Datagram, isDigit } from './datagram.ts';

/** When and where a message was received: what a time without a year or a zone is resolved against. */
export interface Reception {
  /** Ms since the Unix epoch. */
  receivedAtMs: number;
  /** This computer's offset from UTC at that time, in minutes, positive in the east. */
  zoneOffsetMinutes: number;
}

export interface Timestamp {
  timeMs: number;
  /** The index of the first byte after it. */
  end: number;
  /** Whether it is written as its RFC says, not as one of the dialects. */
  strict: boolean;
  /** RFC 5424 requires an offset; some boards have none to give. */
  hasOffset: boolean;
}

/**
 * `2003-10-11T22:14:15.003Z`. The dialects: no offset, an offset without a colon, a comma before the fraction, more than
 * six digits of fraction (Go and Java write nine), a small `t` or `z`.
 */
export function readIsoTimestamp(datagram: Datagram, start: number, reception: Reception): Timestamp | null {
  const { bytes, end } = datagram;
  if (start + 19 > end || bytes[start + 4] !== byte.minus || bytes[start + 7] !== byte.minus) return null;
  const separator = bytes[start + 10];
  if (separator !== 0x54 && separator !== 0x74) return null;
  const year = fourDigits(bytes, start);
  const timeOfDayMs = readTimeOfDay(bytes, start + 11);
  if (year < 0 || timeOfDayMs < 0) return null;
  const midnightMs = midnight(year, twoDigits(bytes, start + 5), twoDigits(bytes, start + 8));
  if (midnightMs === null) return null;
  const fractionEnd = skipFraction(datagram, start + 19);
  const localMs = midnightMs + timeOfDayMs + fractionMs(datagram, start + 19, fractionEnd);
  const strictSoFar = separator === 0x54 && fractionEnd <= start + 26 && datagram.at(start + 19) !== byte.comma;
  return withOffset(datagram, fractionEnd, localMs, strictSoFar, reception);
}

function withOffset(
  datagram: Datagram,
  start: number,
  localMs: number,
  strictSoFar: boolean,
  reception: Reception,
): Timestamp {
  const sign = datagram.at(start);
  if (sign === 0x5a || sign === 0x7a) {
    return { timeMs: localMs, end: start + 1, strict: strictSoFar && sign === 0x5a, hasOffset: true };
  }
  if (sign === byte.plus || sign === byte.minus) {
    const colon = datagram.at(start + 3) === byte.colon ? 1 : 0;
    const isWhole = start + 5 + colon <= datagram.end;
    const hours = twoDigits(datagram.bytes, start + 1);
    const minutes = twoDigits(datagram.bytes, start + 3 + colon);
    if (isWhole && hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60) {
      const offsetMs = (hours * 60 + minutes) * 60_000;
      const timeMs = sign === byte.plus ? localMs - offsetMs : localMs + offsetMs;
      return { timeMs, end: start + 5 + colon, strict: strictSoFar && colon === 1, hasOffset: true };
    }
  }
  return { timeMs: resolveZone(localMs, reception), end: start, strict: false, hasOffset: false };
}

/**
 * `Oct 11 22:14:15`. The dialects: a day of one digit without padding or with a zero, a year before the time (Cisco ASA), a
 * fraction of a second, and a mark of an unsynchronised clock before it (Cisco IOS).
 */
export function readBsdTimestamp(datagram: Datagram, start: number, reception: Reception): Timestamp | null {
  const { bytes } = datagram;
  const first = datagram.at(start);
  const from = first === byte.asterisk || first === byte.dot ? start + 1 : start;
  const month = monthAt(datagram, from);
  if (month === 0 || datagram.at(from + 3) !== byte.space) return null;
  let index = from + (datagram.at(from + 4) === byte.space ? 5 : 4);
  const dayDigits = isDigit(datagram.at(index + 1)) ? 2 : 1;
  const day = dayDigits === 2 ? twoDigits(bytes, index) : datagram.at(index) - byte.zero;
  index += dayDigits;
  if (day < 1 || day > 31 || datagram.at(index) !== byte.space) return null;
  index++;
  const year = datagram.at(index + 4) === byte.space ? fourDigits(bytes, index) : -1;
  if (year >= 0) index += 5;
  const timeOfDayMs = index + 8 > datagram.end ? -1 : readTimeOfDay(bytes, index);
  if (timeOfDayMs < 0) return null;
  const end = skipFraction(datagram, index + 8);
  const sinceMidnightMs = timeOfDayMs + fractionMs(datagram, index + 8, end);
  const timeMs =
    year >= 0
      ? resolveDated(year, month, day, sinceMidnightMs, reception)
      : resolveYear(month, day, sinceMidnightMs, reception);
  return timeMs === null ? null : { timeMs, end, strict: end === start + 15, hasOffset: false };
}

function resolveDated(
  year: number,
  month: number,
  day: number,
  sinceMidnightMs: number,
  reception: Reception,
): number | null {
  const midnightMs = midnight(year, month, day);
  return midnightMs === null ? null : resolveZone(midnightMs + sinceMidnightMs, reception);
}

/**
 * The latest year that does not put the message more than a day into the future: a message of 31 December that arrives
 * on 1 January is of last year, and a clock that runs ahead over New Year is of next year. Nine years back reach a leap
 * day even over 2100.
 */
function resolveYear(month: number, day: number, sinceMidnightMs: number, reception: Reception): number | null {
  const newest = yearAt(reception.receivedAtMs + dayMs);
  for (let year = newest; year > newest - 9; year--) {
    const midnightMs = midnight(year, month, day);
    if (midnightMs === null) continue;
    const timeMs = resolveZone(midnightMs + sinceMidnightMs, reception);
    if (timeMs <= reception.receivedAtMs + dayMs) return timeMs;
  }
  return null;
}

/**
 * A time without a zone is UTC (what a board has after ntptime.settime()) or this computer's local time (what a computer
 * nearby writes): whichever is nearer to the reception.
 */
function resolveZone(localMs: number, reception: Reception): number {
  const shiftedMs = localMs - reception.zoneOffsetMinutes * 60_000;
  const { receivedAtMs } = reception;
  return Math.abs(shiftedMs - receivedAtMs) < Math.abs(localMs - receivedAtMs) ? shiftedMs : localMs;
}

function midnight(year: number, month: number, day: number): number | null {
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return dateMs(year, month, day);
}

/** Ms since midnight of `hh:mm:ss` at `start`; -1 when it is none. No second 60: RFC 5424 section 6.2.3 forbids it. */
function readTimeOfDay(bytes: Uint8Array, start: number): number {
  if (bytes[start + 2] !== byte.colon || bytes[start + 5] !== byte.colon) return -1;
  const hours = twoDigits(bytes, start);
  const minutes = twoDigits(bytes, start + 3);
  const seconds = twoDigits(bytes, start + 6);
  if (hours < 0 || minutes < 0 || seconds < 0 || hours > 23 || minutes > 59 || seconds > 59) return -1;
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

/** The index after a fraction (`.` or `,` and digits) at `start`, or `start` when there is none. */
function skipFraction(datagram: Datagram, start: number): number {
  if (datagram.at(start) !== byte.dot && datagram.at(start) !== byte.comma) return start;
  let index = start + 1;
  while (isDigit(datagram.at(index))) index++;
  return index === start + 1 ? start : index;
}

function fractionMs(datagram: Datagram, start: number, end: number): number {
  let milliseconds = 0;
  for (let place = 1, unit = 100; place <= 3; place++, unit /= 10) {
    if (start + place < end) milliseconds += (datagram.at(start + place) - byte.zero) * unit;
  }
  return milliseconds;
}

/** The number in two digits at `start`; -1 when one of them is not a digit. */
function twoDigits(bytes: Uint8Array, start: number): number {
  const tens = (bytes[start] ?? 0) - byte.zero;
  const ones = (bytes[start + 1] ?? 0) - byte.zero;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
}

function fourDigits(bytes: Uint8Array, start: number): number {
  const hundreds = twoDigits(bytes, start);
  const ones = twoDigits(bytes, start + 2);
  return hundreds < 0 || ones < 0 ? -1 : hundreds * 100 + ones;
}

/** The year found last and its bounds: every message of a log but one in millions asks for it again. */
let lastYear = { year: 1970, startMs: 0, endMs: 0 };

function yearAt(timeMs: number): number {
  if (timeMs < lastYear.startMs || timeMs >= lastYear.endMs) {
    const year = yearOf(timeMs);
    lastYear = { year, startMs: dateMs(year, 1, 1), endMs: dateMs(year + 1, 1, 1) };
  }
  return lastYear.year;
}

const months = new Map(
  ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'].map((name, index) => [
    (name.charCodeAt(0) << 16) | (name.charCodeAt(1) << 8) | name.charCodeAt(2),
    index + 1,
  ]),
);

function monthAt(datagram: Datagram, start: number): number {
  const key = (datagram.at(start) << 16) | (datagram.at(start + 1) << 8) | datagram.at(start + 2);
  return months.get(key) ?? 0;
}
