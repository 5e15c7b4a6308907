import fc from 'fast-check';
import { expect, it } from 'vitest';
import { letters, pattern } from '../testing/patterns.ts';
import { joinedPattern } from './joined-pattern.ts';
import { JoinedTexts } from './joined-texts.ts';
import { TextSearch } from './text-search.ts';
import type { TextNode } from './text-tests.ts';

type SearchedNode = Exclude<TextNode, { kind: 'field' }>;

it.each([
  ['cycle 9\\d\\d\\d done', 'cycle 9\\d\\d\\d done'],
  ['^a$|b', '^a$|b'],
  ['[^,]*,', '[^,\\n]*,'],
  ['[^\\n\\]]x', '[^\\n\\]\\n]x'],
  ['\\s+', '[^\\S\\n]+'],
  ['\\D\\W', '[^\\d\\n][^\\w\\n]'],
  ['[a\\s]', '[a\\t\\v\\f\\r\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]'],
  ['(?<n>a)\\k<n>\\1(?:b)', '(?<n>a)\\k<n>\\1(?:b)'],
  ['.*error.*', 'error'],
  ['^.*?error.*$', 'error'],
  ['\\.*error', '\\.*error'],
  ['error\\.*', 'error\\.*'],
  ['.*a|b', '.*?a|b'],
  ['a.*b.+?c', 'a.*?b..*?c'],
  ['(a.*)+b', '(a.*?)+b'],
  ['a\\.*[.*]+', 'a\\.*[.*]+'],
  ['a(?=b)', null],
  ['a(?!b)', null],
  ['(?<!a)b', null],
  ['(?s:.)', null],
  ['[\\s\\S]', null],
  ['[\\d\\D]', null],
  ['[\\t-~]', null],
  ['[\\0-~]', null],
  ['\\n', null],
  ['\\x0a', null],
  ['\\p{Any}', null],
])('/%s/ is looked for between texts as %s', (source, translated) => {
  expect(() => new RegExp(source, 'u')).not.toThrow();
  expect(joinedPattern(source, false)?.whole.source ?? null).toBe(translated === null ? null : `(?:${translated})`);
  if (translated !== null) expect(() => new RegExp(translated, 'u')).not.toThrow();
});

it.each([
  ['connected.*[^m]s$', ['connected', '[^m\\n]s$']],
  ['^a.+b.*?\\d', ['^a.', 'b', '\\d']],
  ['a.*b+.*c?d.*e{2}.*f', ['a', 'f']],
  ['ab', []],
  ['a.*b|c', []],
  ['(a.*b)c', []],
])('of /%s/ each text has the parts %j', (source, parts) => {
  expect(joinedPattern(source, false)?.parts.map((part) => part.source)).toEqual(parts.map((part) => `(?:${part})`));
});

const node = fc.oneof(
  fc.record({ kind: fc.constant('regex' as const), source: pattern, ignoresCase: fc.boolean() }),
  fc.record({
    kind: fc.constantFrom('word' as const, 'phrase' as const, 'beginning' as const, 'contains' as const),
    text: fc.array(letters, { minLength: 1, maxLength: 3 }).map((all) => all.join('')),
  }),
);
const text = fc
  .array(fc.oneof({ weight: 9, arbitrary: letters }, fc.constantFrom('\n', '\r', ',', '1')), { maxLength: 8 })
  .map((all) => all.join(''));

it('finds in texts that are joined what it finds in each', { timeout: 120_000 }, () => {
  let found = 0;
  fc.assert(
    fc.property(node, fc.array(text, { minLength: 1, maxLength: 40 }), (each, texts) => {
      const search = new TextSearch(each);
      const passing = texts.map((one) => (search.test(one) ? 1 : 0));
      found += passing.filter((mark) => mark === 1).length;
      expect([...search.marks(new JoinedTexts(texts.join('\0')))]).toEqual(passing);
    }),
    { numRuns: 5000 },
  );
  expect(found).toBeGreaterThan(5000);
});

const many = Array.from({ length: 4096 }, (_, at) => `connected to ${at % 80 === 7 ? 'user@host' : 'wifi'}, row ${at}`);
const looked: readonly [string, SearchedNode, number][] = [
  ['the whole expression', { kind: 'regex', source: 'row 9\\d\\d\\d', ignoresCase: false }, 0],
  ['a rare character', { kind: 'regex', source: '\\w+@\\w+', ignoresCase: false }, 52],
  ['a rare piece', { kind: 'regex', source: 'connected.*timeout', ignoresCase: true }, 0],
  ['a rare end', { kind: 'regex', source: 'wifi.*[^0-79]7$', ignoresCase: true }, 42],
  ['the whole phrase', { kind: 'phrase', text: 'wifi connected' }, 0],
  ['each text, where nothing else is known', { kind: 'regex', source: '(?!\\w)[;!]', ignoresCase: false }, 0],
];

it.each(looked)('looks first for %s', (_, each, count) => {
  const search = new TextSearch(each);
  let tested = 0;
  const { test } = search;
  Object.assign(search, { test: (one: string) => tested++ >= 0 && test(one) });
  search.marks(new JoinedTexts(many.join('\0')));
  expect(tested).toBe(count);
});

it('an expression that runs on stays in its text', () => {
  const texts = new JoinedTexts(Array.from({ length: 20_000 }, () => 'aaaa').join('\0'));
  for (const source of ['a[^b]*c', 'a\\D*c', 'a[\\s\\w]*c', 'a(?:\\s|\\S)*c', '.*.*c']) {
    const found = joinedPattern(source, false);
    // Through all texts for each letter it would take minutes.
    expect(found === null ? [] : [...texts.found(found.whole)]).toEqual([]);
  }
});
