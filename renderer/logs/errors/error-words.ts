/** What the list of errors says, in words. */
import type { ErrorKind, SyslogErrors, SyslogFilter } from '../../../app/syslog/index.ts';
import { shortTime } from '../log-time.ts';
import { hasTerm, isWrong, toggleTerm } from '../query/log-query.ts';

export type ErrorOrder = 'last' | 'count';

/** Seen last first, as they come, or the most frequent first. */
export function inErrorOrder(kinds: readonly ErrorKind[], order: ErrorOrder): ErrorKind[] {
  return order === 'last' ? [...kinds] : kinds.toSorted((a, b) => b.count - a.count);
}

/** `main.py:41 in connect`. */
export function placeInWords(place: Pick<NonNullable<ErrorKind['place']>, 'file' | 'line' | 'inFunction'>): string {
  const { file, line, inFunction } = place;
  return `${file}:${line}${inFunction === null || inFunction === '<module>' ? '' : ` in ${inFunction}`}`;
}

/** `kitchen, shed +3`. */
export function boardsInWords({ boards, boardCount }: ErrorKind): string {
  const shown = boards.slice(0, 2);
  return shown.join(', ') + (boardCount > shown.length ? ` +${boardCount - shown.length}` : '');
}

export function newInWords({ newSince, boardCount }: ErrorKind): string {
  if (newSince === 'day') return 'The log has none from before the last 24 hours.';
  return `The log has none from before the last start of ${boardCount === 1 ? 'this board' : 'these boards'}.`;
}

/** What the list does not have; null where it has all. */
export function restInWords({ more, countedFromMs }: SyslogErrors, nowMs: number): string | null {
  const sentences: string[] = [];
  if (more.lines > 0) {
    const kinds = `${more.isAtLeast ? 'more than ' : ''}${counted(more.kinds, 'other kind')}`;
    sentences.push(`And ${kinds}, seen before these, of ${counted(more.lines, 'error')}.`);
  }
  if (countedFromMs !== null) {
    const from = shortTime(countedFromMs, nowMs);
    sentences.push(`Errors before ${from} are not counted: there are too many. So none is called new.`);
  }
  return sentences.length === 0 ? null : sentences.join(' ');
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
}

/** As the host takes it. */
const longestQuery = 2000;

/**
 * The query that shows a kind's lines among what is shown; the one without it where it was there. One that is wrong was not asked, and
 * gives way to it.
 */
export function kindQuery(query: string, { term }: Pick<ErrorKind, 'term'>): string {
  const both = toggleTerm(query, term);
  return hasTerm(both, term) && (both.length > longestQuery || isWrong(both)) ? term : both;
}

/** What the list is of: what is shown, with the other kinds beside the one that was chosen there. */
export function withoutKind(filter: SyslogFilter, chosenTerm: string | null): SyslogFilter {
  const { query = '', ...others } = filter;
  if (chosenTerm === null || !hasTerm(query, chosenTerm)) return filter;
  const rest = toggleTerm(query, chosenTerm);
  return rest === '' ? others : { ...others, query: rest };
}
