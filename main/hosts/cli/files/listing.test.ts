import { describe, expect, it } from 'vitest';
import { changesInWords, type ListedEntry, listingLines, sameInWords, sizeForPeople, treeLines } from './listing.ts';

const file = (path: string, sizeBytes: number): ListedEntry => ({ path, kind: 'file', sizeBytes });
const folder = (path: string): ListedEntry => ({ path, kind: 'folder', sizeBytes: 0 });
const board = [
  file('boot.py', 139),
  folder('lib'),
  folder('lib/empty'),
  file('lib/wifi.py', 12_345),
  file('main.py', 0),
];

describe('what is shown of a board’s files', () => {
  it('is, in ls, a line each with the size before and a slash after a folder', () => {
    expect(listingLines([file('boot.py', 139), folder('lib')])).toEqual(['         139 boot.py', '           0 lib/']);
  });

  it('is, in tree, drawn with branches', () => {
    expect(treeLines(board, { sizes: false })).toEqual([
      '├── boot.py',
      '├── lib',
      '│   ├── empty',
      '│   └── wifi.py',
      '└── main.py',
    ]);
  });

  it('has sizes in tree when they are asked for', () => {
    expect(treeLines([file('boot.py', 139), folder('lib')], { sizes: true })).toEqual([
      '├── [    139]  boot.py',
      '└── lib',
    ]);
  });

  it('never steers the terminal', () => {
    expect(listingLines([file('a\x1b[2Jb\n\x9bc', 1)])).toEqual(['           1 a\\x1b[2Jb\\x0a\\x9bc']);
  });
});

it.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [1023, '1023 bytes'],
  [1024, '1.0 KB'],
  [868_352, '848.0 KB'],
  [1_468_006, '1.4 MB'],
])('a size of %i is %s', (bytes, text) => {
  expect(sizeForPeople(bytes)).toBe(text);
});

it('counts are told in natural words, and not where there is nothing to count', () => {
  expect([1, 3].map(sameInWords)).toEqual(['1 file is the same', '3 files are the same']);
  const told = (restored: number, removed: number) =>
    changesInWords([
      [restored, 'restored'],
      [removed, 'removed'],
    ]);
  expect([told(2, 1), told(1, 0), told(0, 1), told(0, 0)]).toEqual([
    '2 files restored, 1 removed',
    '1 file restored',
    '1 file removed',
    '',
  ]);
});
