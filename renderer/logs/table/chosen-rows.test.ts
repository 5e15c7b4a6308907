import { expect, it } from 'vitest';
import { row } from '../../../app/syslog/testing/read.ts';
import { chosenRows } from './chosen-rows.ts';

const texts = ['a', 'Traceback (most recent call last):', '  File "main.py", line 1, in f', 'OSError: 5', 'b'];
const rows = texts.map((text, index) => row({ id: index + 1, text }));
const idsOf = (anchorId: number | null, selectedId: number) =>
  chosenRows(rows, { anchorId, selected: row({ id: selectedId }) }).map(({ id }) => id);

it('chosen rows are those between two ends, whichever is the newer, with every line of a traceback', () => {
  expect([idsOf(1, 1), idsOf(2, 2), idsOf(1, 2), idsOf(5, 2), idsOf(null, 5)]).toEqual([
    [1],
    [2, 3, 4],
    [1, 2, 3, 4],
    [2, 3, 4, 5],
    [5],
  ]);
});

it('a row that left the window is chosen still, and without one nothing is', () => {
  expect([idsOf(9, 9), chosenRows(rows, { anchorId: null, selected: null })]).toEqual([[9], []]);
});
