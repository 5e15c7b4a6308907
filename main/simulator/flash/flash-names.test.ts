import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boardName, boardPathParts, hostName } from './flash-names.ts';

describe('Names of files in the flash folder', () => {
  it('come back from the host as they went, whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), (name) => {
        fc.pre(!name.includes('/') && name.isWellFormed() && !name.includes('\ufffd'));
        expect(boardName(hostName(name))).toBe(name);
      }),
    );
  });

  it('are the board’s own where every computer allows them', () => {
    expect(['main.py', 'lib', 'a b-c_d.é', '100%.txt'].map(hostName)).toEqual([
      'main.py',
      'lib',
      'a b-c_d.é',
      '100%.txt',
    ]);
  });

  it('are escaped where some computer would refuse or misread them', () => {
    expect(['a:b', 'con.txt', 'x.', 'a\nb', '%41', '..'].map(hostName)).toEqual([
      'a%3Ab',
      '%63on.txt',
      'x%2E',
      'a%0Ab',
      '%2541',
      '.%2E',
    ]);
  });

  it('are hidden from the board when the host’s could not be opened again by what it would be called', () => {
    expect(['a:b', 'bad\ufffd', '%4', 'con', '%41', 'x'.repeat(256)].map(boardName)).toEqual([
      undefined,
      undefined,
      '%4',
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('A board path', () => {
  it('is resolved by its text and never leads above the root', () => {
    expect(boardPathParts('/a/./b//../c', [])).toEqual(['a', 'c']);
    expect(boardPathParts('../../x', ['lib'])).toEqual(['x']);
    expect(boardPathParts('x', ['lib'])).toEqual(['lib', 'x']);
  });
});
