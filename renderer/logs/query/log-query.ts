/** What the log view does to a query: completes it while it is typed, and adds or takes away a term. Text in, text out. */
import { readQuery } from '../../../app/syslog/index.ts';
import { fullTime } from '../log-time.ts';

export { fieldTerm as termOf } from '../../../app/syslog/index.ts';

/** A time of reception: from, and up to but not including. */
export interface TimeRange {
  fromMs: number;
  toMs: number;
}

/**
 * The query to ask with while `text` is being typed: its last word may be the beginning of a longer one. A space after it, or
 * anything but a plain word, says that it is whole.
 */
export function queryWhileTyping(text: string): string {
  return /(?:^|[\s(-])[\p{L}\p{N}_]+$/u.test(text) && !/\bOR$/.test(text) ? `${text}*` : text;
}

/** Adds the term, or takes it away where it stands by itself. A last word that was asked for as a beginning stays one. */
export function toggleTerm(query: string, term: string): string {
  const without = withoutTerm(query, term);
  if (without !== null) return without;
  const rest = queryWhileTyping(query).trim();
  return rest === '' ? term : `${asOneTerm(rest)} ${term}`;
}

/** Beside alternatives, another term would hold for the last of them alone: they are put in parentheses, where they are in none. */
export function asOneTerm(query: string): string {
  const inside = /^\((.*)\)$/s.exec(query)?.[1];
  const isWhole = inside !== undefined && hasAlternatives(inside);
  return hasAlternatives(query) && !isWhole ? `(${query})` : query;
}

/** Of a query that is wrong, as it is while it is typed, there are none: it is told, not asked. */
function hasAlternatives(query: string): boolean {
  const reading = readQuery(query, anyClock);
  return reading.kind === 'query' && reading.root.kind === 'any';
}

export function isWrong(query: string): boolean {
  return readQuery(query, anyClock).kind === 'problem';
}

/** What a query is made of does not depend on the time. */
const anyClock = { nowMs: 0, zoneOffsetMinutes: 0 };

export function hasTerm(query: string, term: string): boolean {
  return withoutTerm(query, term) !== null;
}

function withoutTerm(query: string, term: string): string | null {
  const at = ` ${query} `.indexOf(` ${term} `);
  return at === -1 ? null : (query.slice(0, at) + query.slice(at + term.length)).replace(/\s+/g, ' ').trim();
}

/** The range as terms, in local time to the millisecond. */
export function rangeTerms({ fromMs, toMs }: TimeRange): string {
  return `${sinceTerm(fromMs)} before:${timeOf(toMs)}`;
}

/** What was received from then on, in local time to the millisecond. */
export function sinceTerm(fromMs: number): string {
  return `after:${timeOf(fromMs)}`;
}

function timeOf(atMs: number): string {
  return fullTime(atMs).replace(' ', 'T');
}
