import { expect, test } from 'vitest';
import { Emitter, ManualClock } from '../../app/base/index.ts';
import type { Channel } from '../../app/contract/index.ts';
import { Host } from '../client/host.ts';
import { type LogFeed, Logs } from './logs.ts';

/** Logs of a host that tells of rows and answers nothing; `counted` are the numbers that whoever shows the feed was told. */
async function arrange() {
  const clock = new ManualClock();
  const messages = new Emitter<unknown>();
  const closed = new Emitter<void>();
  const asked: unknown[] = [];
  const channel: Channel = {
    send: (message) => asked.push((message as { m?: unknown }).m),
    onMessage: messages.event,
    onClose: closed.event,
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
  const connectAnew = async () => {
    const again = new Promise<void>((resolve) => host.onDidConnect(resolve));
    closed.fire();
    host.retryNow();
    await again;
    // What was under way has failed by then.
    await new Promise((resolve) => setImmediate(resolve));
  };
  const dispose = () => [logs, host].map((each) => each.dispose());
  return { clock, logs, asked, arrive, connectAnew, counted, failures, dispose };
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

test('what is in view is asked for again at the next connection', async () => {
  const { logs, asked, clock, connectAnew, dispose } = await arrange();
  const inView = ['syslog.errors', 'syslog.facets'];
  const times = () => inView.map((method) => asked.filter((each) => each === method).length);
  logs.errors.want(true);
  logs.counts.want({ histogram: false, facets: true });
  expect(times()).toEqual([1, 1]);
  await connectAnew();
  clock.advance(2000);
  expect(times()).toEqual([2, 2]);
  dispose();
});
