/** Syslog over TCP and TLS, from real connections to the rows, and ports that are taken. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSyslogServer } from '../../../main/syslog/index.ts';
import { describeWith } from '../../third-party.ts';
import { certificates } from './certificates.ts';
import { RunningServer, temporaryStore } from './running-server.ts';
import { texts } from './texts.ts';

/** However it ends: a refusal is an error of the socket before it closes. */
const closed = (socket: Socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()));

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
