import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import type { SyslogRow } from '../../../app/syslog/index.ts';
import { InfluxSink } from './influx-sink.ts';

/**
 * A server that answers as InfluxDB 2 does: nothing of a body with a line that says "bad" is kept, none is read that is over
 * `mostBytes`, and the requests in `failing` (from 1) find it unwell.
 */
async function influx({ mostBytes = 1_000_000, failing = [] as number[] } = {}) {
  const state = { requests: 0, kept: new Set<string>() };
  const server = createServer(async (request, response) => {
    state.requests++;
    let body = '';
    for await (const piece of request) body += String(piece);
    const lines = body.split('\n');
    if (failing.includes(state.requests)) response.writeHead(503).end('wait');
    else if (body.length > mostBytes) response.writeHead(413).end('{"code":"request too large"}');
    else if (body.includes('bad')) response.writeHead(400).end('{"code":"invalid","message":"line 1 is\nno line"}');
    else {
      for (const line of lines) state.kept.add(/message="(\w+)/.exec(line)?.[1] ?? '');
      response.writeHead(204).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { state, sink: new InfluxSink(`http://127.0.0.1:${port}/write`, null) };
}

const row = (text: string, index: number) =>
  ({
    id: index + 1,
    severity: 6,
    facility: 1,
    hostname: 'picow',
    appName: null,
    receivedAtMs: 0,
    timestampMs: null,
    text,
  }) as SyslogRow;
const rowsOf = (count: number, bad: (index: number) => boolean) =>
  Array.from({ length: count }, (_, index) => row(`${bad(index) ? 'bad' : 'well'}${index}`, index));
const never = new AbortController().signal;

it('gives up only the lines that InfluxDB refuses, and says why', async () => {
  const { state, sink } = await influx();
  const bad = [0, 500, 999];
  const answer = await sink.send(
    rowsOf(1000, (index) => bad.includes(index)),
    never,
  );
  expect([answer, state.kept.size]).toEqual([
    { refused: 3, reason: 'InfluxDB answered 400: {"code":"invalid","message":"line 1 is no line"}' },
    997,
  ]);
  // Two for each halving of a bad line.
  expect(state.requests).toBeLessThanOrEqual(1 + 3 * 2 * 10);
});

it('asks so often and no more, however many lines are refused: then a piece goes with its bad lines', async () => {
  const all = await influx();
  expect([
    (
      await all.sink.send(
        rowsOf(1000, () => true),
        never,
      )
    ).refused,
    all.state.kept.size,
  ]).toEqual([1000, 0]);
  const half = await influx();
  const { refused } = await half.sink.send(
    rowsOf(1000, (index) => index % 20 === 0),
    never,
  );
  expect(refused + half.state.kept.size).toBe(1000);
  expect(refused).toBeLessThan(3 * 50);
  for (const { state } of [all, half]) expect(state.requests).toBeLessThanOrEqual(501);
});

it('sends in parts what is too large for one request, and gives up a line that is too large alone', async () => {
  const { state, sink } = await influx({ mostBytes: 10_000 });
  const rows = rowsOf(1000, () => false);
  rows[400] = row(`large${'x'.repeat(20_000)}`, 400);
  expect(await sink.send(rows, never)).toMatchObject({ refused: 1, reason: expect.stringContaining('413') });
  expect(state.kept.size).toBe(999);
});

it('goes on where it was when InfluxDB fails in the midst of it', async () => {
  const failing = [3, 5, 7, 9, 11, 13, 15, 17, 19];
  const { state, sink } = await influx({ failing });
  const rows = rowsOf(100, (index) => index === 42);
  for (let failures = 0; failures < 6; failures++) {
    await expect(sink.send(rows, never)).rejects.toThrow('503');
  }
  let answer = null;
  while (answer === null) answer = await sink.send(rows, never).catch(() => null);
  expect([answer.refused, state.kept.size]).toEqual([1, 99]);
  expect(
    await sink.send(
      rowsOf(2, () => false),
      never,
    ),
  ).toEqual({ refused: 0, reason: null });
});
