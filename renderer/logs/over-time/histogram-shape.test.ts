import { expect, test } from 'vitest';
import { histogramBars, histogramTicks, linesIn, rangeInWords, rangeOf } from './histogram-shape.ts';

const none = [0, 0, 0, 0, 0, 0, 0, 0];
const histogram = (...counts: number[][]) => ({ fromMs: 60_000, bucketMs: 1000, counts, countedFromMs: null });

test('bars are parts of the tallest, the worst lines at the bottom', () => {
  const bars = histogramBars(histogram([0, 0, 1, 1, 0, 0, 2, 0], none, [0, 0, 0, 0, 2, 0, 4, 2]));
  expect(bars).toEqual([
    {
      range: { fromMs: 60_000, toMs: 61_000 },
      count: 4,
      parts: [
        { tone: 'critical', from: 0, height: 0.125 },
        { tone: 'error', from: 0.125, height: 0.125 },
        { tone: 'info', from: 0.25, height: 0.25 },
      ],
    },
    { range: { fromMs: 61_000, toMs: 62_000 }, count: 0, parts: [] },
    {
      range: { fromMs: 62_000, toMs: 63_000 },
      count: 8,
      parts: [
        { tone: 'warning', from: 0, height: 0.25 },
        { tone: 'info', from: 0.25, height: 0.75 },
      ],
    },
  ]);
});

test('one error among a million lines is still seen, and no bar is taller than the chart', () => {
  const [bar] = histogramBars(histogram([0, 0, 0, 1, 0, 0, 1_000_000, 0]));
  expect(bar?.parts.map(({ height }) => height)).toEqual([0.04, 0.96]);
});

test('a range is from bar to bar, either way', () => {
  const bars = histogramBars(histogram(none, none, none));
  expect([rangeOf(bars, 2, 1), rangeOf(bars, 1, 1), rangeOf(bars, 0, 9)]).toEqual([
    { fromMs: 61_000, toMs: 63_000 },
    { fromMs: 61_000, toMs: 62_000 },
    null,
  ]);
});

test('a range says its times and its lines, either way', () => {
  const bars = histogramBars(histogram([0, 0, 0, 1, 0, 0, 1, 0], none, [0, 0, 0, 0, 0, 0, 1234, 0]));
  expect([linesIn(bars, 2, 1), linesIn(bars, 0, 2), linesIn(bars, 1, 1)]).toEqual([1234, 1236, 0]);
  const at = new Date(2026, 10, 25, 14, 30, 15).getTime();
  const words = [1234, 1, 0].map((lines) => rangeInWords({ fromMs: at, toMs: at + 30_000 }, lines, at));
  expect(words).toEqual([
    '14:30:15 to 14:30:45 · 1,234 lines',
    '14:30:15 to 14:30:45 · 1 line',
    '14:30:15 to 14:30:45 · no lines',
  ]);
});

test('a moment that would be named as the one before it is left out', () => {
  const ticks = histogramTicks(histogram(none, none));
  expect(ticks.map(({ at, label }) => [at, label.slice(3)])).toEqual([
    [0, '01:00'],
    [0.6, '01:01'],
  ]);
});

test('moments are named as fine as the span needs', () => {
  const at = new Date(2026, 10, 25, 14, 30, 15).getTime();
  const first = (bucketMs: number) =>
    histogramTicks({ fromMs: at, bucketMs, counts: Array.from({ length: 10 }, () => none), countedFromMs: null })[0]
      ?.label;
  expect([first(1000), first(600_000), first(3 * 3_600_000), first(86_400_000)]).toEqual([
    '14:30:15',
    '14:30',
    '11-25 14:30',
    '11-25',
  ]);
});
