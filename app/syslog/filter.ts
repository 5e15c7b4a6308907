/** What a SyslogFilter means, for rows in memory. The store's SQL answers the same; a test holds the two together. */
import type { SyslogFilter, SyslogRow } from './message.ts';

/** The host that a row is filed under: the hostname, or the address of rows that have none. */
export function hostOf(row: Pick<SyslogRow, 'hostname' | 'address'>): string {
  return row.hostname ?? row.address;
}

/** Whether `row` passes every condition of `filter` but its `query`, which needs a clock and is `queryPredicate`'s. */
export function passesFilter(filter: SyslogFilter, row: SyslogRow): boolean {
  if (filter.severityAtMost !== undefined && row.severity > filter.severityAtMost) return false;
  if (filter.host !== undefined && hostOf(row) !== filter.host) return false;
  if (filter.text === undefined || filter.text === '') return true;
  const contains = caseInsensitiveIncludes(filter.text);
  return [row.text, row.hostname, row.appName].some((value) => value !== null && contains(value));
}

/**
 * A test whether a text includes `needle`, whatever the case. A needle of ASCII letters matches ASCII letters only (the
 * Kelvin sign is no k), as SQLite's LIKE does.
 */
export function caseInsensitiveIncludes(needle: string): (text: string) => boolean {
  const fold = isAscii(needle) ? lowerAscii : (text: string) => text.toLowerCase();
  const folded = fold(needle);
  return (text) => fold(text).includes(folded);
}

export function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}

function lowerAscii(text: string): string {
  return isAscii(text) ? text.toLowerCase() : text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
