import { expect, test } from 'vitest';
import { Emitter, ManualClock } from '../../app/base/index.ts';
import type { Channel } from '../../app/contract/index.ts';
import { Host } from '../client/host.ts';
import { type LogFeed, Logs } from './logs.ts';

/** Logs of a host that tells of rows and answers nothing; `counted` are the numbers that whoever shows the feed was told. */
async function arrange() {
  const clock = new ManualClock();
  const messages = new Emitter<unknown>();
  const channel: Channel = {
    send: () => {},
    onMessage: messages.event,
    onClose: new Emitter<void>().event,
    bufferedBytes: 0,
    dispose: () => {},
  };
  const host = new Host({ openChannel: async () => channel, clock });
  const failures: unknown[] = [];
  const logs = new Logs({
    host,
    clock,
    storage: { getItem: () => null, setItem: () => {} },
    drawn: () => Promise.resolve(),
    tell: () => {},
    report: (error) => failures.push(error),
  });
  const connected = new Promise<void>((resolve) => host.onDidConnect(resolve));
  host.start();
  await connected;
  const counted: number[] = [];
  logs.feed.subscribe(({ totalRows }: LogFeed) => counted.push(totalRows));
  let delivered = () => {};
  // After the logs' own listener.
  host.onEvent('syslog.changed', () => delivered());
  const arrive = (rows: number) =>
    new Promise<void>((resolve) => {
      delivered = resolve;
      messages.fire({ t: 'q', i: `${rows}`, m: 'event', a: ['syslog.changed', { lastId: rows, totalRows: rows }] });
    });
  return { clock, arrive, counted, failures, dispose: () => [logs, host].map((each) => each.dispose()) };
}

test('rows that stream in are counted four times a second, and the last of them when they end', async () => {
  const { clock, arrive, counted, failures, dispose } = await arrange();
  for (let rows = 1; rows <= 200; rows++) {
    await arrive(rows);
    clock.advance(10);
  }
  await arrive(201);
  clock.advance(250);
  expect(counted).toEqual([1, 25, 50, 75, 100, 125, 150, 175, 200, 201]);
  clock.advance(10_000);
  expect(counted).toHaveLength(10);
  expect(failures).toEqual([]);
  dispose();
});

test('a row that comes alone is counted at once', async () => {
  const { clock, arrive, counted, dispose } = await arrange();
  await arrive(1);
  clock.advance(250);
  await arrive(2);
  expect(counted).toEqual([1, 2]);
  dispose();
});
