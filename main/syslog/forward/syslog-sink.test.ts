import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { row } from '../../../app/syslog/testing/read.ts';
import { DatagramSink } from './syslog-sink.ts';

const hello = row({ receivedAtMs: Date.UTC(2026, 4, 1, 12), address: '10.0.0.9', severity: 6, text: 'hello' });

async function listener(port = 0): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.bind(port, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}

it('where nobody listens, a target of datagrams fails until somebody does', async () => {
  const before = await listener();
  const { port } = before.address();
  before.close();
  await once(before, 'close');
  const sink = new DatagramSink({ host: '127.0.0.1', port }, 100);
  onTestFinished(() => sink.dispose());
  const { signal } = new AbortController();
  const send = () => sink.send([hello], signal).then(String, ({ code }) => code);
  // The first is under way when the system tells.
  await expect.poll(send, { timeout: 10_000 }).toBe('ECONNREFUSED');
  const whileAway = [await send(), await send()];
  const back = await listener(port);
  onTestFinished(async () => {
    back.close();
  });
  const arrived = once(back, 'message');
  expect([whileAway, await sink.send([hello], signal)]).toEqual([
    ['ECONNREFUSED', 'ECONNREFUSED'],
    { refused: 0, reason: null },
  ]);
  expect(String((await arrived)[0])).toBe('<14>1 2026-05-01T12:00:00.000Z 10.0.0.9 - - - - hello');
});
