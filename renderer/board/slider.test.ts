import { expect, test } from 'vitest';
import { sliderNumber, sliderStep } from './slider.tsx';

test('a slider moves in steps that people would choose, and says as many digits', () => {
  const ranges = [
    [0, 100],
    [-40, 85],
    [0, 3.3],
    [300, 1100],
    [-2000, 2000],
  ] as const;
  expect(ranges.map(([from, to]) => sliderStep(from, to))).toEqual([1, 1, 0.01, 10, 10]);
  expect([sliderNumber(21.04, 0.1), sliderNumber(1013.2, 1), sliderNumber(1.65, 0.01)]).toEqual([
    '21.0',
    '1013',
    '1.65',
  ]);
});
