/** Regular expressions of all kinds, for the tests of what reads them. */
import fc from 'fast-check';

/** Of the texts that the expressions are for. */
export const letters = fc.constantFrom('a', 'b', 'k', 's', 'A', 'ſ', '\u212a', 'ö', ' ');
/** Regular expressions that are valid with the flag `u`. */
export const { pattern } = fc.letrec<{ pattern: string; part: string; atom: string }>((tie) => ({
  pattern: fc.oneof(
    { weight: 3, arbitrary: tie('part') },
    { weight: 1, arbitrary: fc.tuple(tie('part'), tie('part')).map(([a, b]) => `${a}|${b}`) },
  ),
  part: fc
    .array(
      fc
        .tuple(tie('atom'), fc.constantFrom('', '', '', '?', '*', '+', '{2}', '{1,3}', '{0}', '{2,}?'))
        .map(([atom, repeats]) => (/^(\^|\$|\\b|\(\?[=!]|\(\?<[=!])/.test(atom) ? atom : atom + repeats)),
      { maxLength: 6 },
    )
    .map((parts) => parts.join('')),
  atom: fc.oneof(
    { depthSize: 'small' },
    { weight: 6, arbitrary: letters },
    fc.constantFrom(
      '.',
      '[ab]',
      '[^a]',
      '[a-kS]',
      '[ſ]',
      '[\\x61b]',
      '\\d',
      '\\w',
      '\\b',
      '^',
      '$',
      '\\u0061',
      '\\x6b',
      '\\.',
    ),
    tie('pattern').map((inner) => `(?:${inner})`),
    tie('pattern').map((inner) => `(${inner})`),
    tie('pattern').map((inner) => `(?=${inner})`),
    tie('pattern').map((inner) => `(?<!${inner})`),
    tie('pattern').map((inner) => `(?i:${inner})`),
  ),
}));
