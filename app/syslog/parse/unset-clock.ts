/**
 * Times that a board's clock has when nobody set it: a Pico's begins at 2021-01-01, others' at 1970 or 2000. Useless as a time,
 * and a sign of a boot.
 */

import type { SyslogRow } from '../message.ts';
import { yearOf } from './calendar.ts';

const unsetYears: readonly number[] = [1970, 2000, 2021];
const dayMs = 86_400_000;

/**
 * Whether the sender's time is that of a clock nobody set: in a year that clocks begin with, or (written without a year) on the
 * first of January, when the message was received at another time.
 */
export function isClockUnset(row: Pick<SyslogRow, 'timestampMs' | 'timestampText' | 'receivedAtMs'>): boolean {
  const { timestampMs, timestampText, receivedAtMs } = row;
  if (timestampMs === null || Math.abs(receivedAtMs - timestampMs) < 2 * dayMs) return false;
  if (timestampText != null && /^[*.]?Jan {1,2}0?1 \d\d:/.test(timestampText)) return true;
  return unsetYears.includes(yearOf(timestampMs));
}
