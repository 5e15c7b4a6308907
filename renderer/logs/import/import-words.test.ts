import { expect, it } from 'vitest';
import { brokenOffInWords, importedInWords } from './import-words.ts';

it('says what came of a file', () => {
  expect([
    importedInWords('router.log', { lines: 1204, unread: 3 }),
    importedInWords('router.log', { lines: 2, unread: 1 }),
    importedInWords('router.log', { lines: 1, unread: 1 }),
    importedInWords('router.log', { lines: 1, unread: 0 }),
    importedInWords('\u202egpj.exe', { lines: 0, unread: 0 }),
    brokenOffInWords('router.log', 'The disk is full.', { lines: 4096, unread: 0 }),
    brokenOffInWords('router.log', 'The disk is full.', { lines: 0, unread: 0 }),
  ]).toEqual([
    '1,204 lines of router.log are imported; 3 of them could not be read, and stand as they are.',
    '2 lines of router.log are imported; 1 of them could not be read, and stands as it is.',
    '1 line of router.log is imported; it could not be read, and stands as it is.',
    '1 line of router.log is imported.',
    '⟨U+202E⟩gpj.exe has no lines.',
    'The disk is full. 4,096 lines of router.log are in the log.',
    'The disk is full.',
  ]);
});
