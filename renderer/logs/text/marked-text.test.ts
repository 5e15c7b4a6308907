import fc from 'fast-check';
import { expect, test } from 'vitest';
import { row } from '../../../app/syslog/testing/read.ts';
import { rowsAsText } from '../table/row-text.ts';
import { markedParts } from './marked-text.ts';

test('highlights are marked wherever they stand, whatever the case', () => {
  expect(markedParts('OSError in wifi: oserror', ['wifi', 'OSError'])).toEqual([
    { text: 'OSError', highlight: 1 },
    { text: ' in ', highlight: null },
    { text: 'wifi', highlight: 0 },
    { text: ': ', highlight: null },
    { text: 'oserror', highlight: 1 },
  ]);
});

test('nothing of a text is lost or added, whatever is highlighted', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.array(fc.string({ unit: 'grapheme', maxLength: 3 })),
      (text, highlights) => {
        const parts = markedParts(text, highlights);
        expect(parts.map((part) => part.text).join('')).toBe(text);
      },
    ),
  );
});

test('rows are copied a line each, with what cannot be seen named', () => {
  const failed = row({
    receivedAtMs: new Date(2026, 10, 25, 12).getTime(),
    address: '192.0.2.7',
    severity: 3,
    appName: 'wifi',
    text: 'first\nsecond\x1b[31m',
  });
  expect(rowsAsText([failed, { ...failed, appName: null, text: 'x' }])).toBe(
    '2026-11-25 12:00:00.000 Error 192.0.2.7 wifi: first\n    second⟨ESC⟩[31m\n2026-11-25 12:00:00.000 Error 192.0.2.7: x\n',
  );
});
