import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boardPathForPeople, parseBoardPath, parsePlace } from './places.ts';

describe('a path of bramble fs', () => {
  it.each([
    [':', { side: 'board', path: '/', meansFolder: true }],
    [':/', { side: 'board', path: '/', meansFolder: true }],
    [':main.py', { side: 'board', path: '/main.py', meansFolder: false }],
    [':/lib/wifi.py', { side: 'board', path: '/lib/wifi.py', meansFolder: false }],
    [':lib/', { side: 'board', path: '/lib', meansFolder: true }],
    [':lib/../main.py', { side: 'board', path: '/main.py', meansFolder: false }],
    [':../..', { side: 'board', path: '/', meansFolder: true }],
    [':a:b', { side: 'board', path: '/a:b', meansFolder: false }],
    ['main.py', { side: 'computer', path: 'main.py', meansFolder: false }],
    ['.', { side: 'computer', path: '.', meansFolder: true }],
    ['lib/', { side: 'computer', path: 'lib/', meansFolder: true }],
    ['..', { side: 'computer', path: '..', meansFolder: true }],
    ['.hidden', { side: 'computer', path: '.hidden', meansFolder: false }],
    ['./:odd', { side: 'computer', path: './:odd', meansFolder: false }],
    ['C:\\code\\main.py', { side: 'computer', path: 'C:\\code\\main.py', meansFolder: false }],
  ])('reads %s', (text, place) => {
    expect(parsePlace(text)).toEqual(place);
  });

  it('may leave the colon out where only the board is meant', () => {
    expect([parseBoardPath('lib'), parseBoardPath(':lib'), parseBoardPath('/lib/')]).toEqual(['/lib', '/lib', '/lib']);
  });

  it('refuses an empty path and one with a NUL', () => {
    expect(() => parsePlace('')).toThrow(expect.objectContaining({ code: 'usage' }));
    expect(() => parsePlace(':a\0b')).toThrow(expect.objectContaining({ code: 'usage' }));
  });

  it('never leaves the board’s root, and reads what it writes as the same path', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '.', '/', ' ', ':', 'é') });
    fc.assert(
      fc.property(text, (path) => {
        const tidy = parseBoardPath(`:${path}`);
        expect(tidy).toMatch(/^\//);
        expect(tidy.split('/')).not.toContain('..');
        expect(parseBoardPath(boardPathForPeople(tidy))).toBe(tidy);
      }),
    );
  });
});
