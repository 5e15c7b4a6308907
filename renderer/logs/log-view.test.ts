import { expect, test } from 'vitest';
import type { Severity } from '../../app/syslog/index.ts';
import { readQuery } from '../../app/syslog/query/parse-query.ts';
import {
  alertQuery,
  createLogViewStore,
  filterOf,
  hidingInWords,
  toggledBookmark,
  withHighlight,
  withSaved,
} from './log-view.ts';

function memory(text: string | null = null) {
  const kept = { text };
  const setItem = (_key: string, value: string) => {
    kept.text = value;
  };
  return { getItem: () => kept.text, setItem };
}

test('how the log is looked at is kept, but not the query', () => {
  const storage = memory();
  const view = createLogViewStore(storage);
  const saved = { name: 'errors', query: 'severity>=error', severityAtMost: null, columns: ['message' as const] };
  view.setState({
    query: 'wifi',
    columns: ['time', 'message'],
    saved: [saved],
    highlights: ['OSError'],
    bookmarks: [7],
    numbersShown: true,
    number: 'temp',
    errorsShown: true,
    errorOrder: 'count',
  });
  const again = createLogViewStore(storage).getState();
  const { query, columns, saved: views, highlights, bookmarks, numbersShown, number, errorsShown, errorOrder } = again;
  expect({ query, columns, views, highlights, bookmarks, numbersShown, number, errorsShown, errorOrder }).toEqual({
    query: '',
    errorsShown: false,
    errorOrder: 'count',
    numbersShown: true,
    number: 'temp',
    columns: ['time', 'message'],
    views: [saved],
    highlights: ['OSError'],
    bookmarks: [7],
  });
});

test.each([
  '',
  'null',
  '7',
  '{"columns":7,"saved":[1,{"name":2}],"bookmarks":["x"],"highlights":[null]}',
  '{"columns":["nonsense"],"errorOrder":"nonsense"}',
])('what was kept as %j is looked at as usual', (text) => {
  const { columns, saved, highlights, bookmarks, errorOrder } = createLogViewStore(memory(text)).getState();
  expect({ columns, saved, highlights, bookmarks, errorOrder }).toEqual({
    errorOrder: 'last',
    columns: ['severity', 'time', 'host', 'app', 'message'],
    saved: [],
    highlights: [],
    bookmarks: [],
  });
});

test('a view is asked for by one filter, in which the range holds for every alternative', () => {
  const view = createLogViewStore(memory()).getState();
  expect(filterOf(view, '  ')).toEqual({});
  expect(filterOf({ ...view, severityAtMost: 4 }, 'wifi')).toEqual({ query: 'wifi', severityAtMost: 4 });
  const { query = '' } = filterOf({ ...view, range: { fromMs: 0, toMs: 1000 } }, 'a OR b');
  expect(query).toMatch(/^\(a OR b\) after:\S+ before:\S+$/);
  expect(readQuery(query, { nowMs: 0, zoneOffsetMinutes: 0 }).kind).toBe('query');
});

test('an alert is about what the view shows', () => {
  const ask = (query: string, severityAtMost: Severity | null) => alertQuery({ query, severityAtMost });
  expect([ask(' wifi ', null), ask('', 4), ask('wifi ', 3), ask('a OR "b"', 3), ask('', null)]).toEqual([
    'wifi',
    'severity>=warning',
    'severity>=error wifi',
    'severity>=error (a OR "b")',
    '',
  ]);
});

test('an alert made while a word is being typed looks for its beginning, as the view does', () => {
  const ask = (query: string, severityAtMost: Severity | null) => alertQuery({ query, severityAtMost });
  expect([ask('wif', null), ask('wif', 3), ask('a OR wif', 3), ask('-wif', null)]).toEqual([
    'wif*',
    'severity>=error wif*',
    'severity>=error (a OR wif*)',
    '-wif*',
  ]);
});

test('views, highlights and bookmarks replace, come and go', () => {
  const one = { name: 'a', query: 'x', severityAtMost: null, columns: [] };
  expect(withSaved([one], { ...one, query: 'y' })).toEqual([{ ...one, query: 'y' }]);
  expect(withHighlight(['a', 'b'], 'a')).toEqual(['b', 'a']);
  expect(toggledBookmark(toggledBookmark([5, 9], 7), 9)).toEqual([5, 7]);
});

test('what leaves lines out is named', () => {
  const view = createLogViewStore(memory()).getState();
  const range = { fromMs: 0, toMs: 1 };
  expect([
    hidingInWords(view),
    hidingInWords({ ...view, query: 'a' }),
    hidingInWords({ ...view, query: 'a', severityAtMost: 3, range }),
  ]).toEqual(['', 'the search', 'the search, the severity, or the time']);
});
