import { expect, test } from 'vitest';
import { row } from '../../../app/syslog/testing/read.ts';
import { nearestPoint, placeOf, RowNumbers, scaleOf } from './number-series.ts';

const rowOf = (id: number, hostname: string, text: string) => row({ id, hostname, text, receivedAtMs: id * 1000 });

const rows = [
  rowOf(1, 'shed', 'temp=20.5 rssi=-61'),
  rowOf(2, 'attic', 'temp=30'),
  rowOf(3, 'shed', 'nothing to see'),
  rowOf(4, 'shed', 'temp=21.5'),
  rowOf(5, 'shed', 'temp=10.5 version=1.2.3'),
];

test('names come by how many rows have them, values by board', () => {
  const numbers = new RowNumbers();
  expect(numbers.names(rows)).toEqual(['temp', 'rssi']);
  expect(numbers.series(rows, 'temp')).toEqual([
    { board: 'attic', points: [{ rowId: 2, atMs: 2000, value: 30 }] },
    {
      board: 'shed',
      points: [
        { rowId: 1, atMs: 1000, value: 20.5 },
        { rowId: 4, atMs: 4000, value: 21.5 },
        { rowId: 5, atMs: 5000, value: 10.5 },
      ],
    },
  ]);
  expect(numbers.series(rows, 'none')).toEqual([]);
});

test('the boards with most values are drawn, and no more than are told apart', () => {
  const many = Array.from({ length: 40 }, (_, at) => rowOf(at + 1, `board-${at % 8}`, at < 35 ? 'a=1' : 'b=1'));
  const boards = new RowNumbers().series(many, 'a').map(({ board }) => board);
  expect(boards).toEqual(['board-0', 'board-1', 'board-2', 'board-3', 'board-4'].slice(0, boards.length));
  expect(boards.length).toBe(5);
});

test('points stand where their time and value are, and the nearest one is found', () => {
  const series = new RowNumbers().series(rows, 'temp');
  const scale = scaleOf(series);
  if (scale === null) throw new Error('There is something to draw.');
  expect(scale).toEqual({ fromMs: 1000, toMs: 5000, low: 10.5, high: 30 });
  expect(placeOf(scale, { rowId: 2, atMs: 2000, value: 30 })).toEqual({ x: 0.25, y: 0 });
  const box = { width: 1000, height: 80 };
  expect(nearestPoint(series, scale, { x: 0.3, y: 0.9, ...box })).toMatchObject({ board: 'attic', rowId: 2 });
  expect(nearestPoint(series, scale, { x: 0.9, y: 0, ...box })).toMatchObject({ board: 'shed', rowId: 5 });
});

test('a single value stands in the middle, and none is drawn where there is none', () => {
  const [point] = new RowNumbers().series([rowOf(7, 'shed', 'n=1')], 'n');
  const scale = scaleOf(point === undefined ? [] : [point]);
  expect(scale && placeOf(scale, { rowId: 7, atMs: 7000, value: 1 })).toEqual({ x: 0.5, y: 0.5 });
  expect(scaleOf([])).toBeNull();
});
