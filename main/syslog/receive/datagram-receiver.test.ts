import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { promisify } from 'node:util';
import SyslogServer from 'syslog-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DatagramReceiver, receiveBufferBytes } from './datagram-receiver.ts';

const hasIpv6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === '::1'),
);

/** The ports below need a privilege: 1024 on most systems, 0 in many containers and on macOS. */
function lowestFreePort(): number {
  if (process.platform !== 'linux') return 0;
  return Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'latin1'));
}

const startOn514 = `
  import { DatagramReceiver } from ${JSON.stringify(new URL('./datagram-receiver.ts', import.meta.url).href)};
  const { code, message } = await new DatagramReceiver().start({ address: '127.0.0.1', port: 514 }).catch((error) => error);
  console.log(JSON.stringify({ code, message }));
`;
/** The administrator may listen anywhere, so the test must not be one. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

async function startReceiver(address = '127.0.0.1', port = 0) {
  const receiver = new DatagramReceiver();
  onTestFinished(() => receiver.stop());
  await receiver.start({ address, port });
  if (receiver.listening === null) throw new Error('It started and does not listen.');
  return { receiver, port: receiver.listening.port };
}

function send(datagrams: readonly Uint8Array[], port: number, host: '127.0.0.1' | '::1' = '127.0.0.1'): Promise<void> {
  const socket = createSocket(host === '::1' ? 'udp6' : 'udp4');
  const sendOne = (datagram: Uint8Array) =>
    new Promise<void>((resolve, reject) => {
      socket.send(datagram, port, host, (error) => (error ? reject(error) : resolve()));
    });
  return Promise.all(datagrams.map(sendOne)).then(() => void socket.close());
}

describe('the receiver', () => {
  it('is a SyslogServer with its events and life cycle', async () => {
    const receiver = new DatagramReceiver();
    const events: string[] = [];
    for (const name of ['start', 'stop']) receiver.on(name, () => events.push(name));
    await receiver.start({ address: '127.0.0.1', port: 0 });
    const running = receiver.isRunning();
    await receiver.stop();
    expect([receiver instanceof SyslogServer, running, receiver.isRunning(), events]).toEqual([
      true,
      true,
      false,
      ['start', 'stop'],
    ]);
  });

  it("hands on the bytes and the sender's address as they are", async () => {
    const { receiver, port } = await startReceiver();
    const received = once(receiver, 'datagram');
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    await send([bytes], port);
    const [datagram, address] = await received;
    expect([Uint8Array.from(datagram), address]).toEqual([bytes, '127.0.0.1']);
  });

  it.skipIf(!hasIpv6)('listens on IPv6, and shows an IPv4 sender by its IPv4 address', async () => {
    const { receiver, port } = await startReceiver('::');
    const senders: string[] = [];
    const both = new Promise<void>((resolve) => {
      receiver.on('datagram', (_bytes, address) => {
        senders.push(address);
        if (senders.length === 2) resolve();
      });
    });
    await send([Buffer.from('a')], port, '::1');
    await send([Buffer.from('b')], port, '127.0.0.1');
    await both;
    expect(senders.sort()).toEqual(['127.0.0.1', '::1']);
  });

  it('takes what the system still holds before it closes', async () => {
    const { receiver, port } = await startReceiver();
    let count = 0;
    receiver.on('datagram', () => count++);
    // Sent synchronously as far as the system is concerned: the receiver has had no turn to read any of them.
    await send(Array(150).fill(Buffer.from('<14>x')), port);
    await receiver.stop();
    expect(count).toBe(150);
  });

  it('says what the system gave of the buffer that it asked for', async () => {
    const { receiver } = await startReceiver();
    expect(receiver.listening?.bufferBytes).toBeGreaterThan(65_507);
  });

  it('refuses a taken port with the remedy, and lives on to try another', async () => {
    const { port } = await startReceiver();
    const second = new DatagramReceiver();
    onTestFinished(() => second.stop());
    await expect(second.start({ address: '127.0.0.1', port })).rejects.toMatchObject({
      code: 'udp-port-busy',
      message: expect.stringContaining(`UDP port ${port} on 127.0.0.1 is in use`),
    });
    await second.start({ address: '127.0.0.1', port: 0 });
    expect(second.isRunning()).toBe(true);
  });

  it.skipIf(lowestFreePort() <= 514)(
    'refuses a port under 1024 with the remedy, to all but the administrator',
    async () => {
      const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', startOn514], nobody);
      expect(JSON.parse(stdout)).toEqual({ code: 'udp-port-forbidden', message: expect.stringContaining('setcap') });
    },
  );

  it('refuses an address of another computer', async () => {
    await expect(new DatagramReceiver().start({ address: '203.0.113.1', port: 0 })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('0.0.0.0'),
    });
  });

  it.runIf(process.platform === 'linux')(
    'shares the port among more sockets where one gets less than is asked',
    async () => {
      const receiver = new DatagramReceiver(receiveBufferBytes, 212_992);
      onTestFinished(() => receiver.stop());
      await receiver.start({ address: '127.0.0.1', port: 0 });
      expect(receiver.listening?.bufferBytes).toBe(8 * 212_992);
    },
  );

  it('refuses to start twice', async () => {
    const { receiver } = await startReceiver();
    await expect(receiver.start({ address: '127.0.0.1', port: 0 })).rejects.toThrow('already started');
  });
});

describe.skipIf(process.platform !== 'linux')('where the system gives less buffer than is asked', () => {
  it('several sockets share the port, receive everything once, and let no other program listen there', async () => {
    const receiver = new DatagramReceiver(256 * 1024 * 1024);
    onTestFinished(() => receiver.stop());
    await receiver.start({ address: '127.0.0.1', port: 0 });
    const { port = 0, bufferBytes = 0 } = receiver.listening ?? {};
    const received: number[] = [];
    const all = new Promise<void>((resolve) => {
      receiver.on('datagram', (bytes: Uint8Array) => {
        received.push(bytes[0] ?? -1);
        if (received.length === 120) resolve();
      });
    });
    // Each sender has a port of its own, by which the system chooses the socket.
    for (let sender = 0; sender < 12; sender++) {
      await send(
        Array.from({ length: 10 }, (_, index) => Uint8Array.of(sender * 10 + index)),
        port,
      );
    }
    await all;
    const second = new DatagramReceiver();
    await expect(second.start({ address: '127.0.0.1', port })).rejects.toMatchObject({ code: 'udp-port-busy' });
    const alone = new DatagramReceiver();
    onTestFinished(() => alone.stop());
    await alone.start({ address: '127.0.0.1', port: 0 });
    expect([received.toSorted((a, b) => a - b), bufferBytes > (alone.listening?.bufferBytes ?? 0)]).toEqual([
      Array.from({ length: 120 }, (_, index) => index),
      true,
    ]);
  });
});
