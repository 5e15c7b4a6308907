import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { ipv6Text, openDrain, socketsOfProcess } from './datagram-drain.ts';

const isThere = process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch);

it.skipIf(!isThere)('hands on what waits behind a datagram, whole, in order and with its sender', async () => {
  const before = await socketsOfProcess();
  const receiver = createSocket('udp4');
  receiver.bind(0, '127.0.0.1');
  await once(receiver, 'listening');
  const sender: Socket = createSocket('udp4');
  onTestFinished(() => {
    receiver.close();
    sender.close();
  });
  const drain = await openDrain(before, receiver.address().port);
  if (drain === null) throw new Error('There is no drain.');
  onTestFinished(() => drain.dispose());
  const sizes = [3, 0, 1, 480, 9000, ...Array(100).fill(20)];
  const taken: { size: number; first: number; address: string }[] = [];
  const done = new Promise<void>((resolve) => {
    const take = (bytes: Uint8Array, address: string) => {
      taken.push({ size: bytes.length, first: bytes[0] ?? -1, address });
      if (taken.length === sizes.length) resolve();
    };
    receiver.on('message', (bytes, remote) => {
      take(bytes, remote.address);
      drain.run(take);
    });
  });
  const bytesOf = (size: number, index: number) => new Uint8Array(size).fill(index);
  for (const [index, size] of sizes.entries()) {
    await new Promise((resolve) => sender.send(bytesOf(size, index), receiver.address().port, '127.0.0.1', resolve));
  }
  await done;
  expect(taken).toEqual(sizes.map((size, index) => ({ size, first: size === 0 ? -1 : index, address: '127.0.0.1' })));
});

it.each([
  [[0, 0, 0, 0, 0, 0, 0, 1], '::1'],
  [[0xfe80, 0, 0, 0, 1, 0, 0, 0xa], 'fe80::1:0:0:a'],
  [[0x2001, 0xdb8, 0, 1, 1, 1, 1, 1], '2001:db8:0:1:1:1:1:1'],
  [[0, 0, 0, 0, 0, 0xffff, 0xc0a8, 0x0107], '192.168.1.7'],
  [[0, 0, 0, 0, 0, 0, 0, 0], '::'],
])('%j is written %s', (groups, text) => {
  expect(ipv6Text(groups)).toBe(text);
});
