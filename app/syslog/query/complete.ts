/** What could come next in a query that is being written. Pure: what a log has of hosts and programs comes in. */
import { queryFields } from './fields.ts';

/** What is known of a log, the likeliest first. */
export interface QueryKnowledge {
  hosts: readonly string[];
  apps: readonly string[];
}

export interface QuerySuggestion {
  /** What replaces the characters from `start` up to `end` of the query. */
  insert: string;
  says: string;
  start: number;
  end: number;
}

const mostSuggestions = 20;
const times = ['1m', '10m', '1h', '1d', '7d'];

/** Suggestions for the term that the cursor (a place between characters, from 0) stands in or after. */
export function completeQuery(text: string, cursor: number, known: QueryKnowledge): QuerySuggestion[] {
  const before = text.slice(0, cursor);
  // An open quote: what is being written is text.
  if (isInQuotes(before)) return [];
  const [typed = ''] = /[^\s()]*$/.exec(before) ?? [];
  const term = typed.replace(/^-/, '');
  const start = cursor - term.length;
  const [, name, operator = '', value = ''] = /^([A-Za-z]+)(>=|<=|[:=<>])(.*)$/.exec(term) ?? [];
  const found =
    name === undefined
      ? fieldSuggestions(term).map((each) => ({ ...each, start, end: cursor }))
      : valuesOf(name.toLowerCase(), known)
          .filter((each) => begins(each, value))
          .map((each) => ({
            insert: quoted(each),
            says: '',
            start: start + name.length + operator.length,
            end: cursor,
          }));
  return found.slice(0, mostSuggestions);
}

function fieldSuggestions(typed: string): { insert: string; says: string }[] {
  return queryFields
    .filter(({ name }) => name.startsWith(typed.toLowerCase()))
    .map(({ name, says }) => ({ insert: name === 'severity' ? 'severity>=' : `${name}:`, says }));
}

function valuesOf(name: string, known: QueryKnowledge): readonly string[] {
  if (name === 'host') return known.hosts;
  if (name === 'app') return known.apps;
  if (name === 'after' || name === 'before') return times;
  return queryFields.find((field) => field.name === name)?.values ?? [];
}

function begins(whole: string, typed: string): boolean {
  return whole.toLowerCase().startsWith(typed.toLowerCase()) && whole !== typed;
}

function quoted(value: string): string {
  return /[\s()"]/.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : value;
}

function isInQuotes(text: string): boolean {
  return (text.replace(/\\["\\]/g, '').split('"').length - 1) % 2 === 1;
}
