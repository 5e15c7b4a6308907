import fc from 'fast-check';
import { expect, it } from 'vitest';
import { letters, pattern } from '../testing/patterns.ts';
import { type RequiredText, requiredText } from './required-text.ts';

/** `[ab]` for a place where one of several may stand. */
const piece = (text: string): RequiredText => ({
  kind: 'piece',
  places: (text.match(/\[[^\]]{2,}\]|./gs) ?? []).map((place) => (place.length > 1 ? place.slice(1, -1) : place)),
});
const digits = '0123456789';
const all = (...of: RequiredText[]): RequiredText => ({ kind: 'all', of });
const any = (...of: RequiredText[]): RequiredText => ({ kind: 'any', of });

it.each<[string, RequiredText | null]>([
  ['refused', piece('refused')],
  ['Refused|timeout', any(piece('refused'), piece('timeout'))],
  ['refused|\\d+', null],
  [
    '^OSError: \\[Errno \\d+\\] EIO$',
    all({ kind: 'piece', places: [...'oserror: [errno ', digits] }, { kind: 'piece', places: [digits, ...'] eio'] }),
  ],
  ['conn(ection)? lost', all(piece('conn'), piece(' lost'))],
  ['(?:connection) lost', piece('connection lost')],
  ['conn(?:ection|exion)s', all(piece('conn'), any(piece('ection'), piece('exion')))],
  ['(?<what>abc){2,}d', all(piece('abcabc'), piece('abcabcd'))],
  ['ab+c', null],
  ['aab+bc', all(piece('aab'), piece('bbc'))],
  ['abc*', null],
  ['abcd?e', piece('abc')],
  ['(?=abc)def(?!ghi)', piece('def')],
  ['temp=[0-9.]+ C', all(piece('temp=[0123456789.]'), piece('[0123456789.] c'))],
  ['[aeiou]bs[ae]nt', piece('[aeiou]bs[ae]nt')],
  ['[Ee]rror [45]\\d\\d', piece('error [45][0123456789][0123456789]')],
  ['abc[^d]efg[\\w]hij[a-zA-Z]klm', all(piece('abc'), piece('efg'), piece('hij'), piece('klm'))],
  ['[\\-a]b[\\]\\x62]', { kind: 'piece', places: ['-a', 'b', ']b'] }],
  ['[\\bx]ab', null],
  ['\\u0061\\x62c\\u{64}', piece('abcd')],
  ['größe war', piece('e war')],
  ['\\bword\\b', piece('word')],
  ['a{3}', piece('aaa')],
  ['.*', null],
  ['', null],
  ['(a|)bcd', piece('bcd')],
  ['\\p{Lu}abc\\k<x>|(?<x>y)abc', any(piece('abc'), piece('yabc'))],
])('/%s/ needs %j', (source, need) => {
  expect(() => new RegExp(source, 'u')).not.toThrow();
  expect(requiredText(source)).toEqual(need);
});

function holds(need: RequiredText | null, text: string): boolean {
  if (need === null) return true;
  if (need.kind === 'piece') {
    return [...text].some((_, at) => need.places.every((place, index) => place.includes(text[at + index] ?? 'none')));
  }
  return need.kind === 'all' ? need.of.every((each) => holds(each, text)) : need.of.some((each) => holds(each, text));
}

/** As the blocks fold: ASCII letters, and the two characters that are letters of ASCII whatever the case. */
const folded = (text: string) => text.toLowerCase().replaceAll('ſ', 's').replaceAll('\u212a', 'k');

it('a text in which an expression is found holds what it needs', () => {
  let found = 0;
  fc.assert(
    fc.property(pattern, fc.array(letters, { maxLength: 12 }), fc.boolean(), (source, text, ignoresCase) => {
      if (!new RegExp(source, ignoresCase ? 'iu' : 'u').test(text.join(''))) return;
      found++;
      expect(holds(requiredText(source), folded(text.join('')))).toBe(true);
    }),
    { numRuns: 5000 },
  );
  expect(found).toBeGreaterThan(500);
});
