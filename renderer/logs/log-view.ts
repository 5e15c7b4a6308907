/**
 * How the user looks at the log: the query, the columns, what is marked. Kept in the page's storage, except for the query itself, which
 * begins empty: a forgotten one would hide what comes.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type Severity, type SyslogFilter, severityNames } from '../../app/syslog/index.ts';
import type { ErrorOrder } from './errors/error-words.ts';
import { asOneTerm, queryWhileTyping, rangeTerms, type TimeRange } from './query/log-query.ts';
import { type LogColumn, logColumns, usualColumns } from './table/log-columns.ts';

export interface SavedLogView {
  name: string;
  query: string;
  severityAtMost: Severity | null;
  columns: LogColumn[];
}

export interface LogView {
  query: string;
  severityAtMost: Severity | null;
  /** Chosen on the histogram; null for all times. */
  range: TimeRange | null;
  columns: readonly LogColumn[];
  saved: readonly SavedLogView[];
  /** Texts that are marked wherever they stand. */
  highlights: readonly string[];
  /** Ids of rows, ascending. */
  bookmarks: readonly number[];
  histogramShown: boolean;
  facetsShown: boolean;
  numbersShown: boolean;
  /** The kinds of errors are shown in the place of the lines. */
  errorsShown: boolean;
  /** In which order they stand. */
  errorOrder: ErrorOrder;
  /** The number that is drawn; empty for the one that most lines name. */
  number: string;
}

export type LogViewStore = StoreApi<LogView>;

const storageKey = 'bramble.log-view';
const mostSaved = 50;
const mostHighlights = 8;
const mostBookmarks = 1000;

type Kept = Omit<LogView, 'query' | 'severityAtMost' | 'range' | 'errorsShown'>;

export function createLogViewStore(storage: Pick<Storage, 'getItem' | 'setItem'>): LogViewStore {
  const store = createStore<LogView>(() => ({
    query: '',
    severityAtMost: null,
    range: null,
    errorsShown: false,
    ...readKept(storage.getItem(storageKey)),
  }));
  store.subscribe(({ query: _, severityAtMost: __, range: ___, errorsShown: ____, ...kept }) => {
    storage.setItem(storageKey, JSON.stringify(kept));
  });
  return store;
}

/** What is asked of the host for a view. `query` is the one to ask with, which may be the typed one completed. */
export function filterOf({ severityAtMost, range }: LogView, query: string): SyslogFilter {
  const typed = query.trim();
  const terms = range === null ? [typed] : [asOneTerm(typed), rangeTerms(range)];
  const whole = terms.filter((term) => term !== '').join(' ');
  return {
    ...(whole === '' ? {} : { query: whole }),
    ...(severityAtMost === null ? {} : { severityAtMost }),
  };
}

/** What the view shows, whatever the time, as one query: what an alert is about. A last word that is being typed is a beginning here, too. */
export function alertQuery({ query, severityAtMost }: Pick<LogView, 'query' | 'severityAtMost'>): string {
  const severity = severityAtMost === null ? '' : `severity>=${severityNames[severityAtMost]}`;
  const typed = queryWhileTyping(query).trim();
  if (severity === '' || typed === '') return severity || typed;
  return `${severity} ${asOneTerm(typed)}`;
}

/** What of the view leaves lines out, such as `the search or the severity`. */
export function hidingInWords({ query, severityAtMost, range }: LogView): string {
  const hiding = [
    ...(query.trim() === '' ? [] : ['the search']),
    ...(severityAtMost === null ? [] : ['the severity']),
    ...(range === null ? [] : ['the time']),
  ];
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(hiding);
}

/** The view under a name, in the place of an older one of that name. */
export function withSaved(saved: readonly SavedLogView[], view: SavedLogView): SavedLogView[] {
  return [...saved.filter(({ name }) => name !== view.name), view].slice(-mostSaved);
}

export function withHighlight(highlights: readonly string[], text: string): string[] {
  return [...highlights.filter((each) => each !== text), text].slice(-mostHighlights);
}

/** With the bookmark, or without it where it was. */
export function toggledBookmark(bookmarks: readonly number[], id: number): number[] {
  if (bookmarks.includes(id)) return bookmarks.filter((each) => each !== id);
  return [...bookmarks, id].sort((a, b) => a - b).slice(-mostBookmarks);
}

/** Storage is a text that anything may have written: each part counts only when it is of its form. */
function readKept(text: string | null): Kept {
  const found = parse(text);
  const list = (value: unknown) => (Array.isArray(value) ? value : []);
  const columns = list(found.columns).filter((each): each is LogColumn => logColumns.includes(each));
  return {
    columns: columns.includes('message') ? columns : usualColumns,
    saved: list(found.saved).filter(isSavedView).slice(-mostSaved),
    highlights: list(found.highlights)
      .filter((each) => typeof each === 'string' && each !== '')
      .slice(-mostHighlights),
    bookmarks: list(found.bookmarks).filter(Number.isSafeInteger).slice(-mostBookmarks),
    histogramShown: found.histogramShown === true,
    facetsShown: found.facetsShown === true,
    numbersShown: found.numbersShown === true,
    errorOrder: found.errorOrder === 'count' ? 'count' : 'last',
    number: typeof found.number === 'string' ? found.number : '',
  };
}

function parse(text: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function isSavedView(value: unknown): value is SavedLogView {
  if (typeof value !== 'object' || value === null) return false;
  const { name, query, columns, severityAtMost } = value as Record<string, unknown>;
  const isSeverity = severityAtMost === null || (Number.isInteger(severityAtMost) && Number(severityAtMost) < 8);
  return typeof name === 'string' && typeof query === 'string' && Array.isArray(columns) && isSeverity;
}
