import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { StreamReceiver } from './stream-receiver.ts';

it('a stream that stalls inside a message is closed, and what came of it is kept; one that is silent stays', async () => {
  const messages: string[] = [];
  const options = { onRefused: () => {}, isFull: () => false, stallMs: 50 };
  const receiver = new StreamReceiver({
    ...options,
    onMessage: (bytes) => messages.push(Buffer.from(bytes).toString()),
  });
  onTestFinished(() => receiver.stop());
  const { port } = await receiver.start('127.0.0.1', 0);
  const silent = connect(port, '127.0.0.1');
  const stalled = connect(port, '127.0.0.1');
  for (const socket of [silent, stalled]) socket.resume();
  await Promise.all([once(silent, 'connect'), once(stalled, 'connect')]);
  silent.write('<14>whole\n');
  stalled.write('100 <14>half');
  await once(stalled, 'close');
  await expect.poll(() => messages).toEqual(['<14>whole', '<14>half']);
  expect(silent.destroyed).toBe(false);
  silent.destroy();
});
