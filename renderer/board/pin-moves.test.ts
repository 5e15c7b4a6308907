import { expect, test } from 'vitest';
import { neighbour } from './pin-moves.ts';

test('the arrow keys lead along an edge and across the board, and stop at the ends', () => {
  expect([
    neighbour(1, 'down'),
    neighbour(1, 'up'),
    neighbour(1, 'across-right'),
    neighbour(40, 'across-left'),
    neighbour(40, 'down'),
    neighbour(21, 'down'),
    neighbour(5, 'last'),
    neighbour(30, 'first'),
    neighbour(0, 'down'),
  ]).toEqual([2, 1, 40, 1, 39, 21, 20, 40, 1]);
});
