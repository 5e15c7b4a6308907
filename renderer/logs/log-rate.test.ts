import { expect, test } from 'vitest';
import { addSample, linesPerMinute, type RateSample, rateInWords } from './log-rate.ts';

test('lines are counted over the last minute', () => {
  let samples: RateSample[] = [];
  for (const [seconds, lastId] of [
    [0, 100],
    [30, 110],
    [60, 130],
    [90, 131],
  ] as const) {
    samples = addSample(samples, { atMs: seconds * 1000, lastId });
  }
  expect([90, 120, 150, 300].map((seconds) => linesPerMinute(samples, seconds * 1000))).toEqual([21, 1, 0, 0]);
});

test('a store that was cleared counts no negative lines', () => {
  expect(
    linesPerMinute(
      [
        { atMs: 0, lastId: 50 },
        { atMs: 1, lastId: 0 },
      ],
      2,
    ),
  ).toBe(0);
});

test('a rate is told so that it can be read at once', () => {
  expect([0, 12, 60_062].map(rateInWords)).toEqual(['0/min', '12/min', '60,062/min']);
});

test('old samples are forgotten', () => {
  let samples: RateSample[] = [];
  for (let second = 0; second < 1000; second += 1)
    samples = addSample(samples, { atMs: second * 1000, lastId: second });
  expect(samples.length).toBeLessThan(65);
});
