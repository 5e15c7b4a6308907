import { expect, test } from 'vitest';
import {
  choiceKind,
  choose,
  chooseAll,
  concerned,
  type FileSelection,
  nothingChosen,
  stillThere,
} from './file-selection.ts';

const paths = ['a', 'b', 'c', 'd'];
const chosen = (selection: FileSelection) => [...selection.chosen].sort().join('');

test('a click chooses one row, with Ctrl or Meta one more or less, with Shift a range', () => {
  let selection = choose(nothingChosen, 'b', 'alone', paths);
  selection = choose(selection, 'd', 'toggle', paths);
  expect(chosen(selection)).toBe('bd');
  selection = choose(selection, 'b', 'toggle', paths);
  expect(chosen(selection)).toBe('d');
  selection = choose(choose(selection, 'c', 'alone', paths), 'a', 'range', paths);
  expect(chosen(selection)).toBe('abc');
  expect(chosen(choose(selection, 'd', 'range', paths))).toBe('cd');
});

test('a range without a beginning is the row itself', () => {
  expect(chosen(choose(nothingChosen, 'c', 'range', paths))).toBe('c');
  expect(chosen(choose({ chosen: new Set(['z']), anchor: 'z' }, 'c', 'range', paths))).toBe('c');
});

test('rows that are gone are chosen no more', () => {
  const selection = stillThere(chooseAll(paths), ['b', 'c']);
  expect([chosen(selection), selection.anchor]).toEqual(['bc', null]);
});

test('an action is for all that are chosen, or for the row that it was called on', () => {
  const selection = choose(choose(nothingChosen, 'a', 'alone', paths), 'b', 'toggle', paths);
  expect([concerned(selection, 'a'), concerned(selection, 'c')]).toEqual([['a', 'b'], ['c']]);
});

test.each([
  [{ shiftKey: false, ctrlKey: false, metaKey: false }, 'alone'],
  [{ shiftKey: false, ctrlKey: true, metaKey: false }, 'toggle'],
  [{ shiftKey: false, ctrlKey: false, metaKey: true }, 'toggle'],
  [{ shiftKey: true, ctrlKey: true, metaKey: false }, 'range'],
] as const)('%j means %s', (keys, kind) => {
  expect(choiceKind(keys)).toBe(kind);
});
