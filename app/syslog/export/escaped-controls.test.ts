import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { StructuredDataElement, SyslogRow } from '../message.ts';
import { parseSyslog } from '../parse/parse.ts';
import { noonOfMay, read, row } from '../testing/read.ts';
import { restoredDatagram, withMarkedEscapes } from './escaped-controls.ts';
import { rfc5424Line } from './export.ts';

/** What an import of the exported row stores. */
function again(given: SyslogRow) {
  const line = rfc5424Line(withMarkedEscapes(given));
  expect(line).not.toMatch(/[\0-\x1f\x7f]/);
  const message = read(line);
  const restored = restoredDatagram(message);
  const { text, structuredData } = restored === null ? message : parseSyslog(restored, noonOfMay);
  return { text, structuredData };
}

const mark: StructuredDataElement = { id: 'escaped@32473', parameters: [] };
const hostile = [
  'one\ntwo',
  'one\r\n\r\ntwo',
  '#012',
  'literal #012 and\na line break',
  '##012\n#',
  '#043012\n#0\n12',
  '\ttab \x1b[31m and \x7f',
  '\ufeffa mark of its own\n',
  '\ufeff\ufeff',
  '␀ and \u0085 and größe',
  ' blanks ',
  '#1777\n#200',
];

it.each(hostile)('the text %j is exported as a line and comes back', (given) => {
  const text = given.replace(/[\r\n]+$/, '');
  expect(again(row({ text }))).toEqual({ text, structuredData: [] });
});

it.each<[string, StructuredDataElement[]]>([
  ['a line break in a value', [{ id: 'x@1', parameters: [['k', 'a\n]"\\b #012']] }]],
  ['the mark, from a sender', [mark]],
  ['the mark twice, and escapes', [mark, mark, { id: 'x@1', parameters: [['k', '#012']] }]],
  ['the mark behind another element', [{ id: 'x@1', parameters: [] }, mark]],
])('structured data with %s comes back', (_what, structuredData) => {
  for (const text of ['#012', 'a\nb']) expect(again(row({ structuredData, text }))).toEqual({ text, structuredData });
});

it('a text without control characters is written without a mark, and an escape without one stays', () => {
  const given = row({ text: 'C#012 größe' });
  expect(withMarkedEscapes(given)).toBe(given);
  expect(restoredDatagram(read('<13>1 - picow - - - - from rsyslog#012next'))).toBeNull();
});

it('any datagram that is received comes back from an export with its text and its data', () => {
  const piece = fc.constantFrom(
    '#',
    '0',
    '1',
    '12',
    '#012',
    '\n',
    '\r',
    '\0',
    '\t',
    ' ',
    'a',
    'ö',
    '\ufeff',
    '"',
    ']',
    '\\',
    '[',
  );
  const anyText = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
  const data = fc.option(
    anyText.map((value) => `[x@1 k="${value.replace(/["\\\]]/g, '\\$&')}"]`),
    { nil: '-' },
  );
  const marked = fc.constantFrom('', '[escaped@32473]');
  const datagram = fc.oneof(
    fc
      .tuple(data, marked, anyText)
      .map(([before, own, text]) => `<14>1 - picow - - - ${own}${own && before === '-' ? '' : before} ${text}`),
    anyText.map((text) => `<14>${text}`),
    anyText,
  );
  fc.assert(
    fc.property(datagram, (given) => {
      const { text, structuredData, ...rest } = read(given);
      expect(again(row({ ...rest, text, structuredData }))).toEqual({ text, structuredData });
    }),
    { numRuns: 2000 },
  );
});
