import { expect, test } from 'vitest';
import { ManualClock } from '../../../app/base/index.ts';
import type { BoardEventAt, BoardStatus } from '../../../app/syslog/index.ts';
import { boardInWords, boardTerm, boardTimes, eventInWords, inOrder, LogBoards } from './log-boards.ts';

const status = (part: Partial<BoardStatus> = {}): BoardStatus => ({
  board: 'kitchen',
  address: '192.0.2.7',
  firstSeenMs: 0,
  lastSeenMs: 0,
  messages: 1,
  perMinute: 60,
  boots: 1,
  lastBootMs: 0,
  lost: 0,
  crashes: 0,
  lastCrashMs: null,
  clockUnset: false,
  ...part,
});

function arrange() {
  const clock = new ManualClock();
  const host = { boards: [status()], events: [] as BoardEventAt[] };
  const told: string[] = [];
  const ranges: number[][] = [];
  const boards = new LogBoards({
    clock,
    nowMs: () => clock.now(),
    tell: (sentence) => told.push(sentence),
    report: (error) => told.push(`failed: ${error}`),
    syslog: {
      boards: async () => host.boards,
      boardEvents: async (fromId, toId) => {
        ranges.push([fromId, toId]);
        return host.events;
      },
    },
  });
  const settled = async () => {
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  };
  const after = async (ms: number) => {
    clock.advance(ms);
    await settled();
  };
  return { host, told, ranges, boards, after, settled };
}

test('a boot and a crash are told once, and not those of before', async () => {
  const { host, told, boards, after, settled } = arrange();
  boards.noticed();
  await settled();
  host.boards = [status({ boots: 2, lastSeenMs: 2000 })];
  boards.noticed();
  await after(2000);
  host.boards = [status({ boots: 2, crashes: 1, lastSeenMs: 4000 })];
  boards.noticed();
  await after(2000);
  boards.noticed();
  await after(2000);
  expect(told).toEqual(['kitchen started anew.', 'kitchen crashed. Its traceback is in the log.']);
});

test('a name of a board is told as text of which nothing is hidden', async () => {
  const { host, told, boards, after, settled } = arrange();
  host.boards = [status({ board: 'sh\u202eed' })];
  boards.noticed();
  await settled();
  host.boards = [status({ board: 'sh\u202eed', boots: 2, lost: 1, lastSeenMs: 2000 })];
  boards.noticed();
  await after(2000);
  host.boards = [status({ board: 'sh\u202eed', boots: 2, lost: 1, crashes: 1, lastSeenMs: 4000 })];
  boards.noticed();
  for (let times = 0; times < 40; times++) await after(2000);
  expect(told).toEqual([
    'A line of sh⟨U+202E⟩ed got lost on the way here. The log shows where.',
    'sh⟨U+202E⟩ed started anew.',
    'sh⟨U+202E⟩ed crashed. Its traceback is in the log.',
    'sh⟨U+202E⟩ed has been silent for 62 s.',
  ]);
});

test('a name that is endless is told by its beginning', async () => {
  const { host, told, boards, after, settled } = arrange();
  const board = 'h'.repeat(255);
  host.boards = [status({ board })];
  boards.noticed();
  await settled();
  host.boards = [status({ board, boots: 2, lastSeenMs: 2000 })];
  boards.noticed();
  await after(2000);
  expect(told).toEqual([`${'h'.repeat(40)}… started anew.`]);
});

test('boards stand in an order that stays: the silent ones first, then by name', () => {
  const boards = ['pico-10', 'shed', 'pico-2', 'attic'].map((board, index) => status({ board, lastSeenMs: -index }));
  expect(inOrder(boards, new Set(['shed'])).map(({ board }) => board)).toEqual(['shed', 'attic', 'pico-2', 'pico-10']);
});

test('a silence is told once, and ends', async () => {
  const { host, told, boards, after, settled } = arrange();
  boards.noticed();
  await settled();
  for (let times = 0; times < 40; times++) await after(2000);
  expect([told, [...boards.store.getState().silent]]).toEqual([['kitchen has been silent for 62 s.'], ['kitchen']]);
  host.boards = [status({ lastSeenMs: 80_000 })];
  boards.noticed();
  await after(2000);
  expect([...boards.store.getState().silent]).toEqual([]);
});

test('a silence of minutes is told in minutes', async () => {
  const { host, told, boards, after, settled } = arrange();
  host.boards = [status({ perMinute: 1 })];
  boards.noticed();
  await settled();
  for (let times = 0; times < 200; times++) await after(2000);
  expect(told).toEqual([expect.stringMatching(/^kitchen has been silent for [2-9] min\.$/)]);
});

test('boards that fall silent together are told in one sentence', async () => {
  const { host, told, boards, after, settled } = arrange();
  host.boards = ['kitchen', 'shed', 'attic', 'cellar'].map((board) => status({ board }));
  boards.noticed();
  await settled();
  for (let times = 0; times < 40; times++) await after(2000);
  expect(told).toEqual(['4 boards have been silent for 62 s or longer: kitchen, shed, attic and 1 more.']);
});

test('a loss is told, and the next one after a while', async () => {
  const { host, told, boards, after, settled } = arrange();
  host.boards = [status({ lost: 7 })];
  boards.noticed();
  await settled();
  for (const [lost, ms] of [
    [8, 2000],
    [20, 100_000],
    [20, 250_000],
    [19, 2000],
  ] as const) {
    host.boards = [status({ lost, lastSeenMs: 1_000_000 })];
    boards.noticed();
    await after(ms);
  }
  expect(told).toEqual([
    'A line of kitchen got lost on the way here. The log shows where.',
    '12 lines of kitchen got lost on the way here. The log shows where.',
  ]);
});

test('events are those of the rows in view', async () => {
  const { host, ranges, boards, after } = arrange();
  host.events = [{ rowId: 7, board: 'kitchen', event: { kind: 'gap', missing: 2 } }];
  boards.showEvents(5, 9);
  await after(0);
  boards.showEvents(5, 9);
  await after(2000);
  expect(ranges).toEqual([[5, 9]]);
  expect(boards.store.getState().events.get(7)?.map(eventInWords)).toEqual(['2 lost before']);
});

test('a start says who ordered it', () => {
  const start = (by?: 'run' | 'reset') =>
    eventInWords({ rowId: 1, board: 'kitchen', event: { kind: 'boot', why: 'message', ...(by && { by }) } });
  expect([start(), start('run'), start('reset')]).toEqual([
    'started anew',
    'started by Run',
    'started by a reset from here',
  ]);
});

test('a board is told in a line', () => {
  const heardMs = new Date(2026, 10, 25, 12, 34, 56, 789).getTime();
  const board = status({ lastSeenMs: heardMs, boots: 2, lost: 1200, crashes: 1, clockUnset: true });
  expect(boardInWords(board, false, heardMs)).toBe(
    'heard 12:34:56 · 60/min · 2 boots · 1,200 lost · 1 crash · clock not set',
  );
  expect(boardInWords(status({ lastSeenMs: heardMs, boots: 0 }), true, heardMs + 86_400_000)).toBe(
    'silent since 11-25 12:34:56',
  );
  expect([boardTerm(status()), boardTerm(status({ host: '10.0.0.1' }))]).toEqual([
    'host:kitchen',
    '(host:kitchen OR host:10.0.0.1)',
  ]);
  const times = status({ lastSeenMs: heardMs, firstSeenMs: heardMs, lastBootMs: null, lastCrashMs: heardMs });
  expect(boardTimes(times).split('\n')).toEqual([
    'From 192.0.2.7',
    'Last heard 2026-11-25 12:34:56',
    'First heard 2026-11-25 12:34:56',
    'Last crash 2026-11-25 12:34:56',
  ]);
});
