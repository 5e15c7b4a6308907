/** `bramble syslog serve --forward`: what it says of its targets. */
import { createSocket } from 'node:dgram';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, afterEach, expect, it, onTestFinished } from 'vitest';
import { CommandRoom, endAll } from '../command-process.ts';
import { send, serveSyslog } from './serving.ts';

const room = new CommandRoom();
afterEach(endAll);
afterAll(() => room.end());
const serve = (store: string, ...args: string[]) => serveSyslog(room, store, ...args);

it('serve forwards, and says what is no place to forward to', async () => {
  const target = await serve('target.db', '--json');
  const { port } = await serve('forwarded.db', '--forward', `udp://127.0.0.1:${target.port}`);
  await send(port, '<14>1 - picow app - - - hello target');
  await target.process.said('stdout', /"text":"hello target"/);
  const refused = await room.run([
    ...['syslog', 'serve', '--host', '127.0.0.1', '--udp', '0', '--store', 'loop.db'],
    ...['--forward', 'http://localhost'],
  ]);
  expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining('is no place to forward to')]);
});

it('serve does not forward to itself', async () => {
  const { port, process } = await serve('itself.db');
  process.signal('SIGINT');
  await process.ended;
  const place = ['--host', '127.0.0.1', '--udp', String(port), '--store', 'itself.db'];
  const { exitCode, stderr } = await room.run(['syslog', 'serve', ...place, '--forward', `udp://0.0.0.0:${port}`]);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`udp://0.0.0.0:${port} is this server itself`)]);
});

it('serve says of each target when it fails and when it works again, and nothing of the others', async () => {
  const silent = createSocket('udp4');
  await new Promise<void>((resolve) => silent.bind(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    silent.close();
  });
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const tcp = (taken.address() as AddressInfo).port;
  await new Promise((resolve) => taken.close(resolve));
  const targets = [`udp://127.0.0.1:${silent.address().port}`, `tcp://127.0.0.1:${tcp}`];
  const { port, process } = await serve('targets.db', ...targets.flatMap((target) => ['--forward', target]));
  await send(port, '<14>one');
  await process.said('stderr', /Forwarding to .* fails/);
  taken.listen(tcp, '127.0.0.1');
  onTestFinished(() => void taken.close());
  await process.said('stderr', /works/);
  const said = process.stderr.split('\n').filter((line) => line.includes('Forwarding'));
  expect(said).toEqual([
    `bramble: Forwarding to ${targets[1]} fails (connect ECONNREFUSED 127.0.0.1:${tcp}); it is tried again.`,
    `bramble: Forwarding to ${targets[1]} works again.`,
  ]);
});

it('serve says that a target refuses messages and why, once, and at its end how many', async () => {
  const influx = createHttpServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += String(piece);
    if (body.includes('bad')) response.writeHead(400).end('unable to parse');
    else response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => influx.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    influx.closeAllConnections();
    influx.close();
  });
  const place = `http://127.0.0.1:${(influx.address() as AddressInfo).port}/write?precision=ns`;
  const { port, process } = await serve('refused.db', '--forward', `influx+${place}`);
  await send(port, '<14>well', '<14>bad one', '<14>well');
  await process.said('stderr', /refuses/);
  await send(port, '<14>bad again', '<14>last');
  await process.said('stdout', /last/);
  process.signal('SIGINT');
  await process.ended;
  const said = process.stderr.split('\n').filter((line) => line.includes(place));
  expect(said).toEqual([
    `bramble: ${place} refuses messages, which are given up and counted (InfluxDB answered 400: unable to parse).`,
    expect.stringMatching(/^bramble: [12] messages? never came to .* \(InfluxDB answered 400: unable to parse\)\.$/),
  ]);
});
