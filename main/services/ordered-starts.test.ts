import { expect, it } from 'vitest';
import { ManualClock } from '../../app/base/index.ts';
import { boardIdentity } from '../../app/simulator/index.ts';
import type { BoardStatus } from '../../app/syslog/index.ts';
import { row } from '../../app/syslog/testing/read.ts';
import { settle } from '../../tests/support/session-bench.ts';
import { tellOrderedStarts } from './ordered-starts.ts';

const idOf = (name: string) => Buffer.from(boardIdentity(name).uniqueId).toString('hex');
const nobody = { uniqueId: null, networkAddress: null };

function arrange() {
  const clock = new ManualClock(1_000_000);
  const told: unknown[] = [];
  const noteStart = tellOrderedStarts({
    clock,
    log: {
      expectStart: (...each) => told.push(each),
      rows: async ({ query = '' }) => {
        if (query.includes(idOf('broken'))) throw new Error('The log cannot be read.');
        if (query.includes(idOf('slow'))) return new Promise(() => {});
        if (query.includes(idOf('renamed'))) return [row({ hostname: 'cellar' })];
        return query.includes(idOf('shed')) ? [row({ hostname: 'shed' })] : [];
      },
      boards: async () =>
        [
          { board: '192.168.1.9', address: '192.168.1.9' },
          { board: 'attic', address: '192.168.1.9' },
          { board: 'attic before', address: '192.168.1.9' },
          { board: '192.168.1.8', address: '192.168.1.8' },
        ] as BoardStatus[],
    },
    knownName: (address) => (address === 'sim:' || address === 'sim:renamed' ? 'kitchen' : null),
  });
  return { clock, told, noteStart };
}

it('an ordered start is told under the board’s name in the log, with the moment of the order; a board without one, never', async () => {
  const { clock, told, noteStart } = arrange();
  expect(noteStart('sim:', 'run')).toBeUndefined();
  expect(told).toEqual([['kitchen', { by: 'run', atMs: 1_000_000 }]]);
  for (const name of ['shed', 'garage', 'broken']) expect(noteStart(`sim:${name}`, 'reset')).toBeUndefined();
  clock.advance(500);
  await settle();
  expect(told.slice(1)).toEqual([['shed', { by: 'reset', atMs: 1_000_000 }]]);
});

it('a board that logs under another name by now is told of under both', async () => {
  const { told, noteStart } = arrange();
  noteStart('sim:renamed', 'run');
  await settle();
  const start = { by: 'run', atMs: 1_000_000 };
  expect(told).toEqual([
    ['kitchen', start],
    ['cellar', start],
  ]);
});

it.each([
  ['its unique id', { uniqueId: idOf('shed'), networkAddress: '192.168.1.9' }, ['shed']],
  ['the address that it sends from', { uniqueId: idOf('garage'), networkAddress: '192.168.1.9' }, ['attic']],
  ['that address, where it never names itself', { ...nobody, networkAddress: '192.168.1.8' }, ['192.168.1.8']],
  ['nothing', { uniqueId: idOf('garage'), networkAddress: '192.168.1.7' }, []],
  ['nothing at all', nobody, []],
])('a board that its address does not tell is known by %s, before it restarts', async (_what, identity, names) => {
  const { told, noteStart } = arrange();
  await noteStart('serial:/dev/ttyACM0', 'run')?.(identity);
  expect(told).toEqual(names.map((name) => [name, { by: 'run', atMs: 1_000_000 }]));
});

it('a log that does not answer holds up a start for half a second', async () => {
  const { clock, noteStart } = arrange();
  let isReleased = false;
  void noteStart(
    'serial:/dev/ttyACM0',
    'run',
  )?.({ ...nobody, uniqueId: idOf('slow') }).then(() => {
    isReleased = true;
  });
  await settle();
  expect(isReleased).toBe(false);
  clock.advance(500);
  await settle();
  expect(isReleased).toBe(true);
});
