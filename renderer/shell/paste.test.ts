import { describe, expect, test } from 'vitest';
import { encodePaste } from './paste.ts';

const pasted = (text: string, atEmptyPrompt: boolean) => new TextDecoder().decode(encodePaste(text, atEmptyPrompt));

describe('pasted text', () => {
  test('of several lines at an empty prompt goes through paste mode', () => {
    expect(pasted('for i in range(2):\n    print(i)\r\nprint("ä")\n', true)).toBe(
      '\x05for i in range(2):\r    print(i)\rprint("ä")\r\x04',
    );
  });

  test('of one line is typed, with its line end', () => {
    expect([pasted('print(1)', true), pasted('print(1)\n', true)]).toEqual(['print(1)', 'print(1)\r']);
  });

  test('of several lines anywhere else is typed, and never carries a Ctrl-D', () => {
    expect(pasted('a\nb\x04\x03\n', false)).toBe('a\rb\r');
  });

  test('loses control characters in paste mode too, and keeps tabs', () => {
    expect(pasted('if x:\n\ty\x04()\n', true)).toBe('\x05if x:\r\ty()\r\x04');
  });
});
