import { expect, test } from 'vitest';
import { linkToRow, rowOfLink } from './log-link.ts';

test('a link leads back to its row, from any page of Bramble', () => {
  for (const page of ['http://127.0.0.1:4114/', 'http://127.0.0.1:4114/#log=1', 'bramble://app/']) {
    expect(rowOfLink(new URL(linkToRow(page, 4711)).hash)).toBe(4711);
  }
});

test.each(['', '#', '#log=', '#log=x', '#other', '#log=1x'])('%j names no row', (hash) => {
  expect(rowOfLink(hash)).toBeNull();
});
