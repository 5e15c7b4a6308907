import { expect, test } from 'vitest';
import { ManualClock } from '../../app/base/index.ts';
import type { SyslogStatus } from '../../app/contract/index.ts';
import { LogStatusWatch } from './log-status-watch.ts';

function arrange() {
  const clock = new ManualClock();
  const told: number[] = [];
  let asked = 0;
  const status = { listening: null, problem: null, totalRows: 0, lastId: 0, storeFile: '' };
  const watch = new LogStatusWatch({
    syslog: { status: async (): Promise<SyslogStatus> => ({ ...status, droppedCount: ++asked }) },
    clock,
    onStatus: ({ droppedCount }) => told.push(droppedCount),
    report: (error) => expect.fail(String(error)),
  });
  return { clock, told, watch, asked: () => asked };
}

test('rows that stream in are one question in two seconds, and none when they end', async () => {
  const { clock, told, watch } = arrange();
  for (let row = 0; row < 100; row += 1) watch.noticed();
  clock.advance(2000);
  clock.advance(60_000);
  await Promise.resolve();
  expect([told, clock.pending]).toEqual([[1, 2], 0]);
});

test('a store that takes no rows is asked at once, again while it takes none, and once when it does', () => {
  const { clock, watch, asked } = arrange();
  watch.troubled(true);
  const atOnce = asked();
  for (let second = 0; second < 6; second += 1) clock.advance(1000);
  const meanwhile = asked();
  watch.troubled(false);
  clock.advance(60_000);
  expect([atOnce, meanwhile, asked(), clock.pending]).toEqual([1, 4, 5, 0]);
});

test('nothing is asked or told after the end', async () => {
  const { clock, told, watch, asked } = arrange();
  watch.troubled(true);
  watch.dispose();
  watch.troubled(false);
  clock.advance(10_000);
  await Promise.resolve();
  expect([asked(), told, clock.pending]).toEqual([1, [], 0]);
});
