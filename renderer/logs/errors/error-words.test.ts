import { expect, test } from 'vitest';
import { errorKind as kind } from '../../../app/syslog/testing/error-kinds.ts';
import {
  boardsInWords,
  inErrorOrder,
  kindQuery,
  newInWords,
  placeInWords,
  restInWords,
  withoutKind,
} from './error-words.ts';

const place = { file: 'main.py', named: 'main.py', program: null, line: 41 };

test('kinds come as seen last, or by how many there are of them', () => {
  const kinds = [kind({ count: 1 }), kind({ count: 3 }), kind({ count: 2 })];
  expect(inErrorOrder(kinds, 'last').map(({ count }) => count)).toEqual([1, 3, 2]);
  expect(inErrorOrder(kinds, 'count').map(({ count }) => count)).toEqual([3, 2, 1]);
});

test('a place, boards and what is new are told in words', () => {
  expect(placeInWords({ ...place, inFunction: 'connect' })).toBe('main.py:41 in connect');
  expect(placeInWords({ ...place, inFunction: '<module>' })).toBe('main.py:41');
  expect(boardsInWords(kind({ boards: ['a', 'b', 'c'], boardCount: 30 }))).toBe('a, b +28');
  expect(newInWords(kind({ newSince: 'start' }))).toBe('The log has none from before the last start of this board.');
  expect(newInWords(kind({ newSince: 'day' }))).toBe('The log has none from before the last 24 hours.');
});

test('what the list leaves out is told', () => {
  const more = { kinds: 1700, lines: 2700, isAtLeast: true };
  expect(restInWords({ kinds: [], more: { kinds: 0, lines: 0, isAtLeast: false }, countedFromMs: null }, 0)).toBeNull();
  const one = { kinds: 1, lines: 1, isAtLeast: false };
  expect(restInWords({ kinds: [], more: one, countedFromMs: null }, 0)).toBe(
    'And 1 other kind, seen before these, of 1 error.',
  );
  expect(restInWords({ kinds: [], more, countedFromMs: 0 }, 0)).toMatch(
    /^And more than 1,700 other kinds, seen before these, of 2,700 errors\. Errors before [\d:.]+ are not counted/,
  );
});

test('a kind’s term stands beside the query, instead of one that is too long or wrong, and goes again', () => {
  const both = kindQuery('host:a OR host:b', kind({}));
  expect(both).toBe('(host:a OR host:b) severity>=error app:app /^lost/');
  expect(kindQuery(both, kind({}))).toBe('(host:a OR host:b)');
  expect(kindQuery('x'.repeat(1990), kind({}))).toBe('severity>=error app:app /^lost/');
  expect(kindQuery('after:never', kind({}))).toBe('severity>=error app:app /^lost/');
});

test('the list is of what is shown but for the kind that was chosen in it', () => {
  const { term } = kind({});
  expect(withoutKind({ query: `host:a ${term}`, severityAtMost: 3 }, term)).toEqual({
    query: 'host:a',
    severityAtMost: 3,
  });
  expect(withoutKind({ query: term }, term)).toEqual({});
  expect(withoutKind({ query: 'host:a' }, term)).toEqual({ query: 'host:a' });
  expect(withoutKind({}, null)).toEqual({});
});
