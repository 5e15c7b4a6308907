/** Syslog datagrams from the socket to the rows: real workers, a real store. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { datagramOf } from '../../../app/syslog/index.ts';
import { RunningServer } from './running-server.ts';
import { numbered } from './texts.ts';

describe('a datagram', () => {
  it('of any size from 0 to 65,507 bytes is stored, in order, and can be had back', async () => {
    const server = await RunningServer.start();
    const sizes = [0, 1, 3, 4, 5, 480, 1180, 2048, 8192, 65_506, 65_507];
    const datagrams = sizes.map((size) => Buffer.from(`<14>${'ä'.repeat(size)}`).subarray(0, size));
    await server.send(datagrams);
    const rows = await server.rowsWhenStored(sizes.length);
    expect(rows.map((row) => Buffer.from(datagramOf(row)))).toEqual(datagrams);
  });

  it('of garbage becomes a row, whatever it is', async () => {
    const server = await RunningServer.start();
    // A fixed sequence of every kind of byte: linear congruence, the constants of Numerical Recipes.
    let state = 1;
    const next = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 24;
    };
    const datagrams = Array.from({ length: 300 }, () => Buffer.from(Array.from({ length: next() }, next)));
    await server.send(datagrams);
    const rows = await server.rowsWhenStored(datagrams.length);
    expect(rows.map((row) => Buffer.from(datagramOf(row)))).toEqual(datagrams);
  });

  it('is read with the time of its reception and the address of its sender', async () => {
    const server = await RunningServer.start();
    const beforeMs = Date.now();
    await server.send(['<11>OSError: 113']);
    const [row] = await server.rowsWhenStored(1);
    expect(row).toMatchObject({ address: '127.0.0.1', facility: 1, severity: 3, text: 'OSError: 113' });
    expect(row?.receivedAtMs).toBeGreaterThanOrEqual(beforeMs);
    expect(row?.receivedAtMs).toBeLessThanOrEqual(Date.now());
  });
});

describe('the notice of new rows', () => {
  it('comes at most two hundred times a second', async () => {
    const server = await RunningServer.start();
    let notices = 0;
    let lastMs = 0;
    server.handle.onDidChange(() => {
      notices++;
      lastMs = performance.now();
    });
    const startedMs = performance.now();
    let sent = 0;
    while (performance.now() - startedMs < 450) {
      await server.send(numbered(20));
      sent += 20;
      // A turn of the event loop, for the notices to arrive when they come.
      await nextTurn();
    }
    await server.storedUpTo(sent);
    expect(notices).toBeGreaterThan(2);
    // From before the first was sent: several that arrive at once, late, were sent apart.
    expect(notices).toBeLessThanOrEqual(Math.floor((lastMs - startedMs) / 4.5) + 1);
  });
});
