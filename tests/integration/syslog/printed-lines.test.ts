/** Lines that boards print, on the way of all messages: hostile ones, too many, and with nobody who listens. */
import { describe, expect, it, vi } from 'vitest';
import { serialAddress, serialMessage } from '../../../app/syslog/index.ts';
import { startSyslogServer } from '../../../main/syslog/index.ts';
import { RunningServer } from './running-server.ts';

const patience = { timeout: 20_000 };

function printed(...lines: Uint8Array[]) {
  return lines.map((bytes) => ({
    bytes: serialMessage({ host: 'kitchen', program: 'main.py' }, { bytes, severity: 6 }),
    address: serialAddress('sim:'),
    receivedAtMs: Date.now(),
  }));
}

describe('printed lines', () => {
  it('are stored or counted as dropped, all of them, when there are too many, and others keep their share', async () => {
    const server = await RunningServer.start({ ringBytes: 131_072 });
    const line = new Uint8Array(2000).fill(0x61);
    for (let times = 0; times < 20; times++) server.handle.take(printed(...Array<Uint8Array>(500).fill(line)));
    await server.send(['<14>1 - kitchen main - - - sent']);
    await vi.waitFor(() => {
      const { received, dropped, stored } = server.handle.counts;
      expect([received, stored + dropped]).toEqual([10_001, 10_001]);
    }, patience);
    const { dropped, stored } = server.handle.counts;
    const { totalRows, droppedCount } = await server.handle.status();
    expect(totalRows).toBe(stored);
    expect(droppedCount).toBeGreaterThanOrEqual(dropped);
    expect(dropped).toBeGreaterThan(0);
    expect(await server.handle.rows({ query: 'via:network' }, { limit: 10 })).toHaveLength(1);
  });

  it('keep their bytes, whatever they are, and are nothing but text', async () => {
    const server = await RunningServer.start();
    const hostile = ['<11>1 - cellar app - - - forged', '\u0000\u001b[31m<b>', '[meta sequenceId="1"] x', '=cmd()'];
    server.handle.take(printed(...hostile.map((text) => Buffer.from(text)), Uint8Array.of(0xff, 0xc3, 0x41)));
    const rows = await server.rowsWhenStored(5);
    expect(
      rows.map(({ hostname, severity, structuredData, text }) => [hostname, severity, structuredData, text]),
    ).toEqual([...hostile.map((text) => text.replace('\0', '␀')), 'ÿÃA'].map((text) => ['kitchen', 6, [], text]));
    expect(Buffer.from(rows[4]?.raw ?? []).subarray(-3)).toEqual(Buffer.from([0xff, 0xc3, 0x41]));
  });

  it('are stored where nothing can be listened to', async () => {
    const other = await RunningServer.start();
    const deaf = await startSyslogServer({ host: '127.0.0.1', port: other.port, storeFile: `${other.storeFile}.deaf` });
    try {
      expect(deaf.listenError?.code).toBe('udp-port-busy');
      deaf.take(printed(Buffer.from('one'), Buffer.from('two')));
      await vi.waitFor(async () => expect((await deaf.status()).totalRows).toBe(2), patience);
    } finally {
      await deaf.dispose();
    }
  });
});
