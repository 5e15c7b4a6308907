import { expect, it } from 'vitest';
import { ManualClock } from '../../app/base/index.ts';
import { settle } from '../../tests/support/session-bench.ts';
import { tellOrderedStarts } from './ordered-starts.ts';

it('an ordered start is told under the board’s name in the log, with the moment of the order; a board without one, never', async () => {
  const clock = new ManualClock(1_000_000);
  const told: unknown[] = [];
  const noteStart = tellOrderedStarts({
    clock,
    log: { expectStart: (...each) => told.push(each) },
    knownName: (address) => (address === 'sim:' ? 'kitchen' : null),
    loggedName: async (address) => {
      if (address === 'sim:broken') throw new Error('The log cannot be read.');
      return address === 'sim:shed' ? 'shed' : null;
    },
  });
  noteStart('sim:', 'run');
  expect(told).toEqual([['kitchen', { by: 'run', atMs: 1_000_000 }]]);
  for (const name of ['shed', 'garage', 'broken']) noteStart(`sim:${name}`, 'reset');
  clock.advance(500);
  await settle();
  expect(told.slice(1)).toEqual([['shed', { by: 'reset', atMs: 1_000_000 }]]);
});
