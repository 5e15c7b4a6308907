import { expect, it } from 'vitest';
import { jsonLine } from './terminal-text.ts';

it('a value as JSON is one line that steers no terminal, and the same value again', () => {
  const value = { text: 'a\x1b[31m\n\x7f\x9b31m\u202egpj.exe\u2028שלום 🍓' };
  const line = jsonLine(value);
  expect(line).toBe('{"text":"a\\u001b[31m\\n\\u007f\\u009b31m\\u202egpj.exe\\u2028שלום 🍓"}');
  expect(JSON.parse(line)).toEqual(value);
});
