/** Every datagram that was received is stored or counted, whatever the store and the system do meanwhile. */
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SyslogStore } from '../../../main/syslog/index.ts';
import { RunningServer } from './running-server.ts';
import { numbered } from './texts.ts';

/** Another program at the store, which waits for its turn: the server writes of itself at times. */
function otherProgram({ storeFile }: RunningServer): DatabaseSync {
  const other = new DatabaseSync(storeFile, { timeout: 10_000 });
  onTestFinished(() => other.close());
  return other;
}

describe('every datagram that was received', () => {
  it('is stored or counted as dropped while another program holds the store', async () => {
    const server = await RunningServer.start({ ringBytes: 131_072 });
    const other = otherProgram(server);
    other.exec('BEGIN IMMEDIATE');
    await server.send(Array(400).fill(`<14>${'x'.repeat(1000)}`));
    other.exec('ROLLBACK');
    const { dropped } = server.handle.counts;
    await server.storedUpTo(400 - dropped);
    const status = await server.handle.status();
    expect(dropped).toBeGreaterThan(200);
    // Told once a second while there are more.
    await expect
      .poll(() => server.handle.losses, { timeout: 30_000 })
      .toEqual([{ address: '127.0.0.1', count: dropped }]);
    expect([status.receivedCount, status.totalRows + status.droppedCount, status.droppedCount]).toEqual([
      400,
      400,
      dropped,
    ]);
    await server.handle.dispose();
    const store = new SyslogStore(server.storeFile);
    onTestFinished(() => store.dispose());
    expect(store.stats({})).toMatchObject({ total: 400 - dropped, dropped });
  });

  it('waits for a store that fails, which the status says meanwhile', async () => {
    const server = await RunningServer.start();
    const other = otherProgram(server);
    other.exec('ALTER TABLE messages RENAME TO away');
    await server.send(numbered(10));
    await expect.poll(async () => (await server.handle.status()).problem).toContain('cannot be used');
    other.exec('ALTER TABLE away RENAME TO messages');
    // A row can be read a moment before it is told that there are rows again.
    await expect.poll(() => server.handle.status()).toMatchObject({ problem: null, totalRows: 10, droppedCount: 0 });
  });

  it('waits in the ring while the disk is full, which the status says; what finds no room is counted, and all goes on with room', async () => {
    const server = await RunningServer.start({ ringBytes: 131_072, mostPages: 100 });
    const lines = Array(100).fill(`<14>${'x'.repeat(1000)}`);
    const isFull = async () => (await server.handle.status()).problem?.includes('is full') === true;
    while (!(await isFull())) await server.send(lines);
    await server.send(lines);
    await server.send(lines);
    const whileFull = [await isFull(), server.handle.counts.dropped > 0];
    const other = otherProgram(server);
    const { deleted } = other.prepare('SELECT count(*) AS deleted FROM messages').get() ?? {};
    other.exec('DELETE FROM messages');
    const { received } = server.handle.counts;
    await expect
      .poll(() => server.handle.counts.stored + server.handle.counts.dropped, { timeout: 20_000 })
      .toBe(received);
    await expect.poll(isFull).toBe(false);
    expect([whileFull, Number(deleted) > 0]).toEqual([[true, true], true]);
  });

  it('is counted as dropped when the server must end before the store works again', async () => {
    const server = await RunningServer.start();
    const other = otherProgram(server);
    other.exec('ALTER TABLE messages RENAME TO away');
    await server.send(numbered(5000));
    await server.handle.dispose();
    expect(server.handle.counts).toEqual({ received: 5000, dropped: 0, stored: 0, unwritten: 5000 });
  });

  it('is stored before dispose resolves', async () => {
    const server = await RunningServer.start();
    await server.sendAtOnce(Array(150).fill(Buffer.from('<14>x')));
    await server.handle.dispose();
    const store = new SyslogStore(server.storeFile);
    onTestFinished(() => store.dispose());
    expect([server.handle.counts, store.totals().totalRows]).toEqual([
      { received: 150, dropped: 0, stored: 150, unwritten: 0 },
      150,
    ]);
  });

  it.skipIf(process.platform !== 'linux')(
    'and every one that the system dropped adds up to what was sent',
    async () => {
      const server = await RunningServer.start({ ringBytes: 1_048_576 });
      await server.sendAtOnce(Array(3000).fill(Buffer.from(`<14>${'x'.repeat(8000)}`)));
      const accounted = async () => {
        const { totalRows, droppedCount } = await server.handle.status();
        return totalRows + droppedCount;
      };
      await expect.poll(accounted, { timeout: 10_000 }).toBe(3000);
    },
  );
});
