import { posix, win32 } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isProjectPath } from './project-path.ts';

describe('a path inside the project', () => {
  it.each(['main.py', 'lib/wifi.py', 'a b/ü.txt', 'notes..txt', '...'])('may be "%s"', (path) => {
    expect(isProjectPath(path)).toBe(true);
  });

  it.each([
    '',
    '/',
    '/etc/passwd',
    '..',
    'a/../b',
    './a',
    'a//b',
    'a/',
    'C:/x',
    'C:x',
    'a\\b',
    'a\0b',
    'a:stream',
    'a\nb',
  ])('may not be %j', (path) => {
    expect(isProjectPath(path)).toBe(false);
  });

  it('stays inside its folder, by POSIX rules and by those of Windows', () => {
    const part = fc.constantFrom('..', '.', '', 'a', 'C:', '\\', '\\\\host', '..\\', '\0', ' ', 'b.py');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
        const path = parts.join('/');
        if (!isProjectPath(path)) return;
        expect(posix.resolve('/p/q', path).startsWith('/p/q/')).toBe(true);
        expect(win32.resolve('C:\\p\\q', path).startsWith('C:\\p\\q\\')).toBe(true);
      }),
    );
  });
});
