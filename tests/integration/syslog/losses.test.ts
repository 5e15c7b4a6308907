import { createSocket } from 'node:dgram';
import { expect, it, onTestFinished } from 'vitest';
import type { BrambleError } from '../../../app/base/index.ts';
import { SyslogStore, startSyslogServer } from '../../../main/syslog/index.ts';
import { RunningServer, temporaryStore } from './running-server.ts';

it.runIf(process.platform === 'linux')(
  'what the system drops is told exactly, for the listener at which it was',
  async () => {
    const storeFile = temporaryStore();
    const listeners = [{ protocol: 'udp', host: '127.0.0.1', port: 0 } as const];
    const server = await startSyslogServer({ port: 0, storeFile, listeners });
    const socket = createSocket('udp4');
    onTestFinished(() => void socket.close());
    const { listening, listeners: others } = await server.status();
    const [busy, calm] = [listening?.port ?? 0, others[0]?.port ?? 0];
    const send = (text: string, port: number) =>
      new Promise<void>((resolve, reject) => {
        socket.send(text, port, '127.0.0.1', (error) => (error === null ? resolve() : reject(error)));
      });
    const dropsAt = (port: number) => server.systemDrops.find((each) => each.port === port)?.dropped;

    for (let count = 0; count < 10; count++) await send('<14>calm', calm);
    let sent = 0;
    const large = `<14>busy ${'x'.repeat(8000)}`;
    for (let round = 0; round < 200 && !dropsAt(busy); round++) {
      await Promise.all(Array.from({ length: 1000 }, () => send(large, busy)));
      sent += 1000;
      await server.status();
    }
    await server.dispose();
    const { dropped, unwritten } = server.counts;
    expect(dropsAt(busy)).toBeGreaterThan(0);
    expect(dropsAt(calm)).toBe(0);

    const store = new SyslogStore(storeFile);
    onTestFinished(() => store.dispose());
    const stats = store.stats({});
    expect(store.stats({ query: 'calm' }).total).toBe(10);
    expect(sent - store.stats({ query: 'busy' }).total).toBe((dropsAt(busy) ?? 0) + dropped + unwritten);
    expect(stats.dropped).toBe(sent + 10 - stats.total);
  },
  300_000,
);

it('a bug that ends the receiving is told, what comes later is counted as lost, and what came before is stored', async () => {
  const server = await RunningServer.start();
  await server.send(['<14>before']);
  const failed = new Promise<BrambleError>((resolve) => server.handle.onDidFail(resolve));
  // No message at all, which no type lets through.
  server.handle.take([null as never]);
  expect(await failed).toMatchObject({ code: 'internal', message: expect.stringContaining('receive-worker ended') });
  server.handle.take([{ bytes: Buffer.from('<14>after'), address: 'serial:pico', receivedAtMs: Date.now() }]);
  await server.handle.dispose();
  expect(server.handle.counts).toEqual({ received: 2, dropped: 1, stored: 1, unwritten: 0 });
});
