import { expect, it, onTestFinished } from 'vitest';
import { ManualClock } from '../../../app/base/index.ts';
import type { SyslogRow } from '../../../app/syslog/index.ts';
import { Forwarder, type ForwardPosition } from './forwarder.ts';

/** A forwarder over a log of so many rows, to a target that fails as often as it is told to. */
function bench({
  rows,
  from = 0,
  mostWaiting = 1000,
  oldest = 1,
}: {
  rows: number;
  from?: number;
  mostWaiting?: number;
  oldest?: number;
}) {
  const state = {
    lastId: rows,
    failures: 0,
    refuses: 0,
    takes: Promise.resolve(),
    storeFailures: 0,
    sent: [] as number[],
    problems: [] as (string | null)[],
    reasons: [] as string[],
  };
  const clock = new ManualClock();
  let kept: ForwardPosition = { lastId: from, lost: 0 };
  const forwarder = new Forwarder({
    source: {
      rows: (_filter, { beforeId, limit }) =>
        Array.from({ length: limit }, (_, place) => ({ id: beforeId - limit + place }) as SyslogRow).filter(
          ({ id }) => id >= oldest,
        ),
      totals: () => {
        if (state.storeFailures-- > 0) throw new Error('disk I/O error');
        return { lastId: state.lastId };
      },
      oldestId: () => oldest,
    },
    sink: {
      batchRows: 3,
      send: async (batch) => {
        if (state.failures-- > 0) throw new Error('away');
        await state.takes;
        state.sent.push(...batch.map(({ id }) => id));
        return { refused: state.refuses, reason: state.refuses > 0 ? 'bad lines' : null };
      },
      dispose: () => {},
    },
    position: kept,
    keep: (position) => {
      kept = position;
    },
    mostWaiting,
    clock,
    random: () => 0,
    onProblem: (problem) => state.problems.push(problem),
    onRefused: (reason) => state.reasons.push(reason),
  });
  onTestFinished(() => forwarder.dispose());
  return { state, clock, forwarder, kept: () => kept };
}

it('sends every row once, in order and in batches, and goes on where it stopped', async () => {
  const { state, forwarder, kept } = bench({ rows: 7, from: 2 });
  await forwarder.advance();
  state.lastId = 9;
  await forwarder.advance();
  expect([state.sent, kept()]).toEqual([[3, 4, 5, 6, 7, 8, 9], { lastId: 9, lost: 0 }]);
});

it('tries again, waiting longer each time, until the target takes them', async () => {
  const { state, clock, forwarder } = bench({ rows: 3 });
  state.failures = 3;
  const done = forwarder.advance();
  for (const [delayMs, problems] of [
    [250, 1],
    [500, 2],
    [1000, 3],
  ] as const) {
    await expect.poll(() => state.problems.length).toBe(problems);
    clock.advance(delayMs - 1);
    expect(state.sent).toEqual([]);
    clock.advance(1);
  }
  await done;
  expect([state.sent, state.problems]).toEqual([
    [1, 2, 3],
    ['away', 'away', 'away', null],
  ]);
});

it('gives up the oldest when too many wait, and what the retention took, and counts them', async () => {
  const waiting = bench({ rows: 100, mostWaiting: 4 });
  const deleted = bench({ rows: 10, oldest: 8 });
  await Promise.all([waiting.forwarder.advance(), deleted.forwarder.advance()]);
  expect([waiting.state.sent, waiting.kept(), deleted.state.sent, deleted.kept()]).toEqual([
    [97, 98, 99, 100],
    { lastId: 100, lost: 96 },
    [8, 9, 10],
    { lastId: 10, lost: 7 },
  ]);
});

it('counts what the target refuses, says why, and goes on', async () => {
  const { state, forwarder, kept } = bench({ rows: 4 });
  state.refuses = 1;
  await forwarder.advance();
  expect([state.sent, kept(), state.reasons]).toEqual([
    [1, 2, 3, 4],
    { lastId: 4, lost: 2 },
    ['bad lines', 'bad lines'],
  ]);
});

it('ends in the middle of a wait', async () => {
  const { state, forwarder } = bench({ rows: 1 });
  state.failures = 1;
  const done = forwarder.advance();
  await expect.poll(() => state.problems.length).toBe(1);
  await forwarder.dispose();
  await done;
  expect(state.sent).toEqual([]);
});

it('tells of a target that takes nothing, waits for it, and tells when it goes on', async () => {
  const { state, clock, forwarder } = bench({ rows: 4 });
  const { promise, resolve } = Promise.withResolvers<void>();
  state.takes = promise;
  const done = forwarder.advance();
  clock.advance(29_999);
  const before = [...state.problems];
  clock.advance(1);
  const stalled = [...state.problems];
  resolve();
  await done;
  expect([before, stalled, state.problems, state.sent, clock.pending]).toEqual([
    [],
    ['it takes nothing for 30 s'],
    ['it takes nothing for 30 s', null],
    [1, 2, 3, 4],
    0,
  ]);
});

it('tries again as well when the store cannot be read for a while', async () => {
  const { state, clock, forwarder } = bench({ rows: 2 });
  const advanceOverFailure = async (problems: number) => {
    state.storeFailures = 1;
    const done = forwarder.advance();
    await expect.poll(() => state.problems.length).toBe(problems);
    clock.advance(250);
    await done;
  };
  await advanceOverFailure(1);
  // Also where there is nothing to send.
  await advanceOverFailure(3);
  expect([state.sent, state.problems]).toEqual([
    [1, 2],
    ['disk I/O error', null, 'disk I/O error', null],
  ]);
});
