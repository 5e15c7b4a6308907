import { expect, test } from 'vitest';
import { ManualClock } from '../../../app/base/index.ts';
import { LogHosts } from './log-hosts.ts';

test('hosts are fetched with the first rows, then once for all rows of two seconds', async () => {
  const clock = new ManualClock();
  let fetched = 0;
  const offered: string[][] = [];
  const hosts = new LogHosts({
    syslog: { hosts: async () => [{ host: `pico-${++fetched}`, count: 1 }] },
    clock,
    onHosts: (names) => offered.push(names),
    report: (error) => expect.fail(String(error)),
  });
  for (let row = 0; row < 100; row += 1) hosts.noticed();
  clock.advance(1999);
  expect(fetched).toBe(1);
  clock.advance(1);
  expect(fetched).toBe(2);
  clock.advance(60_000);
  await Promise.resolve();
  expect(offered).toEqual([['pico-1'], ['pico-2']]);
  expect(clock.pending).toBe(0);
});

test('nothing is fetched after the end', () => {
  const clock = new ManualClock();
  let fetched = 0;
  const syslog = {
    hosts: async () => {
      fetched += 1;
      return [];
    },
  };
  const hosts = new LogHosts({ syslog, clock, onHosts: () => {}, report: () => {} });
  hosts.noticed();
  hosts.noticed();
  hosts.dispose();
  clock.advance(10_000);
  expect([fetched, clock.pending]).toEqual([1, 0]);
});
