import { describe, expect, it } from 'vitest';
import { projectFileOf, sourceLinks } from './source-links.ts';

it('links are found with their places, and no more than a hundred', () => {
  const text = 'Traceback:\n  File "main.py", line 12, in <module>\n  File "/lib/é 🍓.py", line 3\nOSError: 5';
  const links = sourceLinks(text);
  expect(links.map(({ file, line }) => [file, line])).toEqual([
    ['main.py', 12],
    ['/lib/é 🍓.py', 3],
  ]);
  expect(links.map(({ start, end }) => text.slice(start, end))).toEqual([
    'File "main.py", line 12',
    'File "/lib/é 🍓.py", line 3',
  ]);
  expect(sourceLinks('File "a", line 1 '.repeat(5000)).length).toBe(100);
});

describe('the file of a link', () => {
  const project = ['main.py', 'lib/wifi.py', 'board/boot.py', 'a/net.py', 'b/net.py'];
  it.each([
    ['main.py', 'main.py'],
    ['/main.py', 'main.py'],
    ['/lib/wifi.py', 'lib/wifi.py'],
    ['wifi.py', 'lib/wifi.py'],
    ['/remote/main.py', 'main.py'],
    ['boot.py', 'board/boot.py'],
    ['net.py', null],
    ['<stdin>', null],
    ['../../etc/passwd', null],
    ['', null],
  ])('%j is %j in the project', (file, expected) => {
    expect(projectFileOf(file, project)).toBe(expected);
  });
});
