import { expect, test } from 'vitest';
import { placeOf } from './place-beside.ts';

const page = { width: 1000, height: 600 };
const popover = { width: 200, height: 300 };
const anchorAt = (left: number, top: number) => ({ left, right: left + 80, top, bottom: top + 16 });

test('a popover stands left of its pin, else right of it, and never out of the window', () => {
  expect([
    placeOf(anchorAt(700, 300), popover, page),
    placeOf(anchorAt(700, 10), popover, page),
    placeOf(anchorAt(700, 580), popover, page),
    placeOf(anchorAt(100, 300), popover, page),
  ]).toEqual([
    { left: 494, top: 158 },
    { left: 494, top: 8 },
    { left: 494, top: 292 },
    { left: 186, top: 158 },
  ]);
});

test('with room at neither side it stands below or above', () => {
  const narrow = { width: 300, height: 600 };
  expect([placeOf(anchorAt(100, 100), popover, narrow), placeOf(anchorAt(100, 500), popover, narrow)]).toEqual([
    { left: 92, top: 122 },
    { left: 92, top: 194 },
  ]);
});
