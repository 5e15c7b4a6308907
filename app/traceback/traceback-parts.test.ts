import { expect, it } from 'vitest';
import { hasTraceback } from './traceback-parts.ts';

const header = 'Traceback (most recent call last):';

it('a text has a traceback where a line of it begins one', () => {
  for (const text of [header, `MPY: soft reboot\r\n${header}\r\n  File "main.py"`, `wifi lost\n ${header}`]) {
    expect([text, hasTraceback(text)]).toEqual([text, true]);
  }
  for (const text of ['', 'OSError: 5', `print("${header}")`, 'Traceback (most recent call last)']) {
    expect([text, hasTraceback(text)]).toEqual([text, false]);
  }
});
