import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { visibleParts, visibleText } from './visible-text.ts';

describe('text from a board', () => {
  test('shows control characters by their names', () => {
    expect(visibleText('␀')).toBe('⟨NUL⟩');
    expect(visibleText('a\tb\r\nc\x00\x1b[31m\x7f')).toBe('a⟨TAB⟩b⟨CR⟩⟨LF⟩c⟨NUL⟩⟨ESC⟩[31m⟨DEL⟩');
  });

  test('cannot turn its direction or hide characters', () => {
    expect(visibleText('user\u202etxt.exe\u200b\u2066x\u0085')).toBe('user⟨U+202E⟩txt.exe⟨U+200B⟩⟨U+2066⟩x⟨U+0085⟩');
    expect(visibleText('a\u00adb\u3164\u{e0041}c')).toBe('a⟨U+00AD⟩b⟨U+3164⟩⟨U+E0041⟩c');
  });

  test('keeps markup as the characters it is, and letters of any language', () => {
    const text = '<img src=x onerror=alert(1)> café 温度 🙂';
    expect(visibleParts(text)).toEqual([{ text }]);
  });

  test('tells a name from the same letters typed by the board', () => {
    expect(visibleParts('ESC\x1b')).toEqual([{ text: 'ESC' }, { mark: 'ESC' }]);
  });

  test('of any kind is one line without control characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(visibleText(text)).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e]/u);
      }),
      { numRuns: 300 },
    );
  });
});
