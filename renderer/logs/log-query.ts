/** What the log view does to a query: completes it while it is typed, and adds or takes away a term. Text in, text out. */
import { fullTime } from './log-time.ts';

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

/** The term that chooses a value of a field; quoted where the value would not be one word. */
export function termOf(field: string, value: string): string {
  const isWord = /^[^\s()"*]+$/.test(value);
  return `${field}:${isWord ? value : `"${value.replace(/["\\]/g, '\\$&')}"`}`;
}

/** Adds the term, or takes it away where it stands by itself. */
export function toggleTerm(query: string, term: string): string {
  const without = withoutTerm(query, term);
  if (without !== null) return without;
  // Beside alternatives, the term must hold for all of them.
  const rest = query.trim();
  if (rest === '') return term;
  return /(?:^|\s)OR(?:\s|$)/.test(rest) ? `(${rest}) ${term}` : `${rest} ${term}`;
}

export function hasTerm(query: string, term: string): boolean {
  return withoutTerm(query, term) !== null;
}

function withoutTerm(query: string, term: string): string | null {
  const at = ` ${query} `.indexOf(` ${term} `);
  return at === -1 ? null : (query.slice(0, at) + query.slice(at + term.length)).replace(/\s+/g, ' ').trim();
}

/** The range as terms, in local time to the millisecond. */
export function rangeTerms({ fromMs, toMs }: TimeRange): string {
  const time = (atMs: number) => fullTime(atMs).replace(' ', 'T');
  return `after:${time(fromMs)} before:${time(toMs)}`;
}
