/** The store of a running server: what is asked of it, what it keeps, and what a killed process leaves. */
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SyslogStore, startSyslogServer } from '../../../main/syslog/index.ts';
import { RunningServer, temporaryStore } from './running-server.ts';
import { numbered, texts } from './texts.ts';

describe('the store', () => {
  it('still has the rows after a restart, and ids go on', async () => {
    const first = await RunningServer.start();
    await first.send(numbered(3));
    await first.storedUpTo(3);
    await first.handle.dispose();
    const second = await RunningServer.start({ storeFile: first.storeFile });
    await second.send(['<14>message 4']);
    const rows = await second.rowsWhenStored(4);
    expect(rows.map(({ id, text }) => [id, text])).toEqual([1, 2, 3, 4].map((id) => [id, `message ${id}`]));
  });

  it('is filtered, and tells its hosts and its status', async () => {
    const server = await RunningServer.start();
    await server.send(['<11>Apr 30 18:45:34 picow main: WLAN lost', '<14>wlan up', '<15>other']);
    await server.storedUpTo(3);
    const { handle } = server;
    expect([
      texts(await handle.rows({ text: 'wlan' }, { limit: 10 })),
      texts(await handle.rows({ text: 'wlan', severityAtMost: 3 }, { limit: 10 })),
      texts(await handle.rows({ host: 'picow' }, { limit: 10 })),
      texts(await handle.rowsAfter({}, 1, 10)),
      await handle.hosts(),
      await handle.status(),
    ]).toEqual([
      ['WLAN lost', 'wlan up'],
      ['WLAN lost'],
      ['WLAN lost'],
      ['wlan up', 'other'],
      [
        { host: '127.0.0.1', count: 2 },
        { host: 'picow', count: 1 },
      ],
      expect.objectContaining({
        listening: { host: '127.0.0.1', port: server.port },
        problem: null,
        totalRows: 3,
        lastId: 3,
        droppedCount: 0,
        storeFile: server.storeFile,
      }),
    ]);
  });

  it('is asked in the query language, and its index of words catches up when it is quiet', async () => {
    const server = await RunningServer.start();
    await server.send(['<11>ssl failed', ...numbered(500), '<12>ssl again']);
    await server.storedUpTo(502);
    const { handle } = server;
    const find = async () => texts(await handle.rows({ query: 'severity>=warning ssl -again' }, { limit: 10 }));
    const before = await find();
    await expect.poll(async () => (await handle.status()).unindexedCount, { timeout: 10_000 }).toBe(0);
    expect([before, await find(), (await handle.status()).usedBytes]).toEqual([
      ['ssl failed'],
      ['ssl failed'],
      expect.toSatisfy((bytes: number) => bytes > 50_000 && bytes < 1_000_000),
    ]);
    await expect(handle.rows({ query: 'hots:x' }, { limit: 1 })).rejects.toMatchObject({ code: 'bad-query' });
  });

  it('keeps no more than it is to keep, and says what is left', async () => {
    const server = await RunningServer.start({ retention: { mostRows: 10 } });
    await server.send(numbered(30));
    await server.storedUpTo(30);
    const second = await RunningServer.start({ storeFile: server.storeFile, retention: { mostRows: 10 } });
    await expect.poll(async () => (await second.handle.status()).totalRows).toBe(10);
    expect(texts(await second.handle.rows({}, { limit: 1 }))).toEqual(['message 30']);
  });

  it('is cleared while the server runs', async () => {
    const server = await RunningServer.start();
    await server.send(numbered(5));
    await server.storedUpTo(5);
    await server.handle.clear();
    await server.send(['<14>after']);
    await server.storedUpTo(6);
    expect((await server.handle.rows({}, { limit: 10 })).map(({ id, text }) => [id, text])).toEqual([[6, 'after']]);
  });

  it('loses nothing that was committed when the process is killed', async () => {
    const storeFile = temporaryStore();
    const script = fileURLToPath(new URL('./serve-until-killed.ts', import.meta.url));
    const child = spawn(process.execPath, [script, storeFile], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(child, 'exit');
    const sender = createSocket('udp4');
    let port = 0;
    let announced = 0;
    let sent = 0;
    for await (const line of createInterface(child.stdout)) {
      const news: { port?: number; lastId?: number } = JSON.parse(line);
      port = news.port ?? port;
      announced = news.lastId ?? announced;
      if (announced > 2000) child.kill('SIGKILL');
      // A burst for every line: some of it is stored, some waits and some is on its way when the process is killed.
      for (let index = 0; index < 700; index++) sender.send(`<14>message ${++sent}`, port, '127.0.0.1');
    }
    await exited;
    sender.close();
    const store = new SyslogStore(storeFile);
    onTestFinished(() => store.dispose());
    const { lastId, totalRows } = store.totals();
    const newest = store.rows({}, { limit: 1000 });
    expect(lastId).toBeGreaterThanOrEqual(announced);
    expect([totalRows, newest.length, newest.at(-1)?.id]).toEqual([lastId, 1000, lastId]);
  });
});

describe('a store that cannot be opened', () => {
  it('rejects, and leaves no thread behind', async () => {
    const storeFile = temporaryStore();
    const other = new DatabaseSync(storeFile);
    other.exec('CREATE TABLE notes (text)');
    other.close();
    await expect(startSyslogServer({ port: 0, storeFile })).rejects.toMatchObject({ code: 'log-store' });
  });
});
