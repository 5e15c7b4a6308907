/** Syslog from the socket to the rows: real datagrams, real workers, a real store. */
import { execFile, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { datagramOf, type SyslogRow } from '../../app/syslog/index.ts';
import { SyslogStore, startSyslogServer } from '../../main/syslog/index.ts';
import { describeWith } from '../third-party.ts';
import { certificates } from './syslog/certificates.ts';
import { RunningServer, temporaryStore } from './syslog/running-server.ts';

const run = promisify(execFile);
const texts = (rows: readonly SyslogRow[]) => rows.map(({ text }) => text);
/** However it ends: a refusal is an error of the socket before it closes. */
const closed = (socket: Socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()));
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `<14>message ${index + 1}`);

/** Another program at the store, which waits for its turn: the server writes of itself at times. */
function otherProgram({ storeFile }: RunningServer): DatabaseSync {
  const other = new DatabaseSync(storeFile, { timeout: 10_000 });
  onTestFinished(() => other.close());
  return other;
}

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
    const script = fileURLToPath(new URL('./syslog/serve-until-killed.ts', import.meta.url));
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

describe('TCP', () => {
  async function withTcp() {
    const server = await RunningServer.start({ listeners: [{ protocol: 'tcp', host: '127.0.0.1', port: 0 }] });
    const port = (await server.handle.status()).listeners[0]?.port ?? 0;
    const open = async () => {
      const socket = connect(port, '127.0.0.1');
      onTestFinished(() => {
        socket.destroy();
      });
      socket.resume();
      await once(socket, 'connect');
      return socket;
    };
    return { server, port, open };
  }

  it('and UDP are received side by side, counted and by lines', async () => {
    const { server, open } = await withTcp();
    const [one, two] = [await open(), await open()];
    one.end('7 <14>one9 <14>t');
    two.write('<14>line 1\n<14>line 2\n');
    await once(one, 'close');
    await server.send(['<14>datagram']);
    const rows = await server.rowsWhenStored(5);
    expect(texts(rows).toSorted()).toEqual(['datagram', 'line 1', 'line 2', 'one', 't']);
    expect(new Set(rows.map(({ address }) => address))).toEqual(new Set(['127.0.0.1']));
  });

  it('closes a stream that announces 2 GB, counts it as dropped, and goes on with the others', async () => {
    const { server, open } = await withTcp();
    const [hostile, other] = [await open(), await open()];
    hostile.write('2147483648 <14>x');
    await once(hostile, 'close');
    other.write('<14>well\n');
    expect(texts(await server.rowsWhenStored(1))).toEqual(['well']);
    // A row can be read a moment before it is counted.
    await expect.poll(() => server.handle.counts).toMatchObject({ received: 2, dropped: 1, stored: 1 });
  });

  it('loses nothing to a ring that is full: the sender waits', async () => {
    const server = await RunningServer.start({
      ringBytes: 524_288,
      listeners: [{ protocol: 'tcp', host: '127.0.0.1', port: 0 }],
    });
    const socket = connect((await server.handle.status()).listeners[0]?.port ?? 0, '127.0.0.1');
    socket.end(`<14>${'x'.repeat(996)}\n`.repeat(5000));
    const stored = { received: 5000, dropped: 0, stored: 5000, unwritten: 0 };
    await expect.poll(() => server.handle.counts, { timeout: 15_000 }).toEqual(stored);
  });

  it('on a port in use leaves UDP listening, and the status says what to do', async () => {
    const { port } = await withTcp();
    const second = await RunningServer.start({ listeners: [{ protocol: 'tcp', host: '127.0.0.1', port }] });
    expect(await second.handle.status()).toMatchObject({
      listening: { port: second.port },
      problem: expect.stringContaining(`TCP port ${port} on 127.0.0.1 is in use`),
      listeners: [{ error: { code: 'tcp-port-busy' } }],
    });
  });
});

describeWith(['openssl'], '"apt-get install openssl"', 'TLS', (openssl) => {
  it('under a certificate of the user is received, from clients of an authority alone where that is asked', async () => {
    const { ca, server: own, client } = await certificates(openssl);
    const identity = { certificate: own.certificate, key: own.key };
    const server = await RunningServer.start({
      listeners: [
        { protocol: 'tls', host: '127.0.0.1', port: 0, identity },
        { protocol: 'tls', host: '127.0.0.1', port: 0, identity: { ...identity, clientAuthorities: ca.certificate } },
      ],
    });
    const ports = (await server.handle.status()).listeners.map(({ port }) => port);
    const send = async (port: number | undefined, text: string, options: ConnectionOptions) => {
      const socket = connectTls({
        host: '127.0.0.1',
        port: port ?? 0,
        ca: ca.certificate,
        servername: 'localhost',
        ...options,
      });
      socket.on('error', () => {});
      socket.resume();
      socket.end(text);
      await closed(socket);
    };
    const known = { cert: client.certificate, key: client.key };
    await send(ports[0], '8 <14>anon', {});
    await send(ports[1], '11 <14>refused', {});
    await send(ports[1], '9 <14>known', known);
    expect(texts(await server.rowsWhenStored(2))).toEqual(['<14>anon'.slice(4), 'known']);
  });

  it('survives clients that speak something else, or nothing', async () => {
    const { server: own } = await certificates(openssl);
    const identity = { certificate: own.certificate, key: own.key };
    const server = await RunningServer.start({
      listeners: [{ protocol: 'tls', host: '127.0.0.1', port: 0, identity }],
    });
    const port = (await server.handle.status()).listeners[0]?.port ?? 0;
    const silent = connect(port, '127.0.0.1');
    const plain = connect(port, '127.0.0.1');
    for (const socket of [silent, plain]) socket.on('error', () => {}).resume();
    plain.write('<14>not TLS at all\n');
    await closed(plain);
    await server.send(['<14>datagram']);
    expect(texts(await server.rowsWhenStored(1))).toEqual(['datagram']);
    await server.handle.dispose();
  });

  it("with a key that is not the certificate's leaves UDP listening, and the status says what is wrong", async () => {
    const { server: own, client } = await certificates(openssl);
    const identity = { certificate: own.certificate, key: client.key };
    const server = await RunningServer.start({
      listeners: [{ protocol: 'tls', host: '127.0.0.1', port: 0, identity }],
    });
    expect((await server.handle.status()).problem).toContain('The certificate and key cannot be used');
  });
});

describe('a port in use', () => {
  it('leaves the rows readable, and the status says what to do', async () => {
    const first = await RunningServer.start();
    await first.send(['<14>kept']);
    await first.storedUpTo(1);
    const second = await startSyslogServer({ port: first.port, storeFile: first.storeFile });
    onTestFinished(() => second.dispose());
    expect([texts(await second.rows({}, { limit: 10 })), second.listenError?.code, await second.status()]).toEqual([
      ['kept'],
      'udp-port-busy',
      expect.objectContaining({
        listening: null,
        problem: expect.stringContaining(`UDP port ${first.port} on 127.0.0.1 is in use`),
        totalRows: 1,
      }),
    ]);
  });

  it.each([-1, 65_536, 1.5, Number.NaN])('that is no port (%d) is told the same way', async (port) => {
    const handle = await startSyslogServer({ port, storeFile: temporaryStore() });
    onTestFinished(() => handle.dispose());
    expect(handle.listenError).toMatchObject({ code: 'usage', message: expect.stringContaining('is not a UDP port') });
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

describeWith(['logger'], '"apt-get install bsdutils"', 'logger of util-linux', (logger) => {
  it.each([
    ['--rfc3164', 'rfc3164'],
    ['--rfc5424', 'rfc5424'],
  ] as const)('is understood with %s', async (option, format) => {
    const server = await RunningServer.start();
    const common = [
      '--udp',
      '--server',
      '127.0.0.1',
      '--port',
      String(server.port),
      '-p',
      'local3.warning',
      '-t',
      'app',
    ];
    await run(logger, [...common, option, '--id=4711', 'größer als 5']);
    const [row] = await server.rowsWhenStored(1);
    expect(row).toMatchObject({
      format,
      facility: 19,
      severity: 4,
      hostname: expect.stringMatching(/^\S+$/),
      appName: 'app',
      procId: '4711',
      text: 'größer als 5',
    });
    expect(Math.abs((row?.timestampMs ?? 0) - (row?.receivedAtMs ?? 0))).toBeLessThan(60_000);
  });
});

const program = `
import logging, logging.handlers, socket, sys
socktype = {"udp": socket.SOCK_DGRAM, "tcp": socket.SOCK_STREAM}[sys.argv[3]]
handler = logging.handlers.SysLogHandler(("127.0.0.1", int(sys.argv[1])), facility="local0", socktype=socktype)
handler.ident = sys.argv[2]
logging.getLogger().addHandler(handler)
logging.error("größer als 5")
try:
    1 / 0
except ZeroDivisionError:
    logging.exception("failed")
`;

describeWith(['python3'], '"apt-get install python3"', "Python's SysLogHandler", (python) => {
  it.each([
    ['', null],
    ['app: ', 'app'],
    ['app[7]: ', 'app'],
  ])('is understood with the ident "%s"', async (ident, appName) => {
    const server = await RunningServer.start();
    await run(python, ['-c', program, String(server.port), ident, 'udp']);
    const rows = await server.rowsWhenStored(2);
    expect(rows).toMatchObject([
      { facility: 16, severity: 3, appName, text: 'größer als 5' },
      {
        facility: 16,
        severity: 3,
        appName,
        text: expect.stringMatching(/^failed\nTraceback [\s\S]*ZeroDivisionError/),
      },
    ]);
  });

  it('is understood over TCP, where its messages end with a NUL', async () => {
    const server = await RunningServer.start({ listeners: [{ protocol: 'tcp', host: '127.0.0.1', port: 0 }] });
    const [listener] = (await server.handle.status()).listeners;
    await run(python, ['-c', program, String(listener?.port), 'app: ', 'tcp']);
    const rows = await server.rowsWhenStored(2);
    expect(rows).toMatchObject([
      { facility: 16, severity: 3, appName: 'app', text: 'größer als 5' },
      {
        facility: 16,
        severity: 3,
        appName: 'app',
        text: expect.stringMatching(/^failed\nTraceback [\s\S]*ZeroDivisionError/),
      },
    ]);
  });
});
