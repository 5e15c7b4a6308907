import { expect, test } from 'vitest';
import { readQuery } from '../../../app/syslog/query/parse-query.ts';
import { hasTerm, queryWhileTyping, rangeTerms, termOf, toggleTerm } from './log-query.ts';

const clock = { nowMs: Date.UTC(2026, 10, 25), zoneOffsetMinutes: -new Date().getTimezoneOffset() };

test.each([
  ['retr', 'retr*'],
  ['wifi retr', 'wifi retr*'],
  ['-retr', '-retr*'],
  ['wifi ', 'wifi '],
  ['"retr', '"retr'],
  ['host:pico', 'host:pico'],
  ['/retr', '/retr'],
  ['a OR', 'a OR'],
  ['größe', 'größe*'],
  ['', ''],
])('%j is asked as %j while it is typed', (typed, asked) => {
  expect(queryWhileTyping(typed)).toBe(asked);
});

test('a term comes and goes', () => {
  const term = termOf('host', 'pico-kitchen');
  const added = toggleTerm('severity>=error', term);
  expect([added, hasTerm(added, term), toggleTerm(added, term)]).toEqual([
    'severity>=error host:pico-kitchen',
    true,
    'severity>=error',
  ]);
  expect(toggleTerm('a OR b ', term)).toBe('(a OR b) host:pico-kitchen');
  expect(toggleTerm('(a OR b) c ', term)).toBe('(a OR b) c host:pico-kitchen');
  expect(toggleTerm('(a OR b)', term)).toBe('(a OR b) host:pico-kitchen');
  expect(toggleTerm('(a b) OR (c d)', term)).toBe('((a b) OR (c d)) host:pico-kitchen');
  expect(toggleTerm('"this OR that" /x OR y/', term)).toBe('"this OR that" /x OR y/ host:pico-kitchen');
  expect(hasTerm('host:pico-kitchen-2', term)).toBe(false);
});

test('a term beside a word that was found by its beginning leaves it found so', () => {
  expect(toggleTerm('retr', 'app:wifi')).toBe('retr* app:wifi');
  expect(toggleTerm('a OR retr', 'app:wifi')).toBe('(a OR retr*) app:wifi');
  expect(toggleTerm('retry ', 'app:wifi')).toBe('retry app:wifi');
});

test.each(['pico', 'two words', 'a"b\\c', 'with(paren', 'stars*here', 'é 🍓'])(
  'a term of the value %j can be read',
  (value) => {
    expect(readQuery(termOf('app', value), clock).kind).toBe('query');
  },
);

test('a range of time is terms that mean it', () => {
  const range = { fromMs: Date.UTC(2026, 10, 25, 12, 0, 0, 250), toMs: Date.UTC(2026, 10, 25, 13) };
  const reading = readQuery(rangeTerms(range), clock);
  expect(reading).toMatchObject({
    kind: 'query',
    root: {
      of: [
        { kind: 'after', timeMs: range.fromMs },
        { kind: 'before', timeMs: range.toMs },
      ],
    },
  });
});
