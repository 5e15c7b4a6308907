/** Forwarding, from one server's socket to another program's: real datagrams, streams, TLS and HTTP. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { forwardTarget, type SyslogRow } from '../../app/syslog/index.ts';
import { describeWith } from '../third-party.ts';
import { certificates } from './syslog/certificates.ts';
import { RunningServer } from './syslog/running-server.ts';

const message = '<11>1 2026-04-30T18:45:34.125Z picow app 7 BOOT [meta sequenceId="1"] größe temp=21.5';
const known = {
  facility: 1,
  severity: 3,
  hostname: 'picow',
  appName: 'app',
  procId: '7',
  msgId: 'BOOT',
  text: 'größe temp=21.5',
};
const texts = (rows: readonly SyslogRow[]) => rows.map(({ text }) => text);

async function forwardingTo(target: string, options: Parameters<typeof RunningServer.start>[0] = {}) {
  return RunningServer.start({ ...options, forwards: [forwardTarget(target)] });
}

describe('a row is forwarded', () => {
  it('to another syslog server by UDP', async () => {
    const receiver = await RunningServer.start();
    const server = await forwardingTo(`udp://127.0.0.1:${receiver.port}`);
    await server.send([message]);
    const [row] = await receiver.rowsWhenStored(1);
    expect(row).toMatchObject({ ...known, timestampMs: Date.UTC(2026, 3, 30, 18, 45, 34, 125), format: 'rfc5424' });
  });

  it('by TCP, every one of thousands, in order', async () => {
    const receiver = await RunningServer.start({ listeners: [{ protocol: 'tcp', host: '127.0.0.1', port: 0 }] });
    const server = await forwardingTo(`tcp://127.0.0.1:${(await receiver.handle.status()).listeners[0]?.port}`);
    await server.send(Array.from({ length: 3000 }, (_, index) => `<14>message ${index + 1}\nsecond line`));
    await receiver.storedUpTo(3000);
    const rows = await receiver.handle.rows({}, { limit: 1000 });
    expect(texts(rows)).toEqual(Array.from({ length: 1000 }, (_, index) => `message ${index + 2001}#012second line`));
  });

  it('when the target comes back, with nothing lost meanwhile, over a restart too', async () => {
    // A port that was free a moment ago, and where nobody listens yet.
    const placeholder = createTcpServer();
    await new Promise<void>((resolve) => placeholder.listen(0, '127.0.0.1', resolve));
    const { port } = placeholder.address() as AddressInfo;
    await new Promise((resolve) => placeholder.close(resolve));
    const server = await forwardingTo(`tcp://127.0.0.1:${port}`);
    await server.send(['<14>one', '<14>two']);
    await server.storedUpTo(2);
    await expect
      .poll(async () => (await server.handle.status()).problem, { timeout: 20_000 })
      .toContain(`tcp://127.0.0.1:${port} fails`);
    await server.handle.dispose();

    const second = await forwardingTo(`tcp://127.0.0.1:${port}`, { storeFile: server.storeFile });
    const receiver = await RunningServer.start({ listeners: [{ protocol: 'tcp', host: '127.0.0.1', port }] });
    await second.send(['<14>three']);
    expect(texts(await receiver.rowsWhenStored(3))).toEqual(['one', 'two', 'three']);
    await expect
      .poll(async () => (await second.handle.status()).forwards, { timeout: 20_000 })
      .toEqual([{ target: `tcp://127.0.0.1:${port}`, problem: null, refusal: null, lastId: 3, lost: 0 }]);
  });

  it('to InfluxDB in batches, with its token, again after it failed, and without what it refuses', async () => {
    const requests: { authorization: string | undefined; url: string | undefined; lines: string[] }[] = [];
    const answers = [503, 204, 400, 204];
    const influx = createServer(async (request: IncomingMessage, response: ServerResponse) => {
      let body = '';
      for await (const piece of request) body += String(piece);
      requests.push({ authorization: request.headers.authorization, url: request.url, lines: body.split('\n') });
      response.writeHead(answers[requests.length - 1] ?? 204).end();
    });
    await new Promise<void>((resolve) => influx.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      influx.closeAllConnections();
      influx.close();
    });
    const { port } = influx.address() as AddressInfo;
    const server = await forwardingTo(`influx+http://:s3cret@127.0.0.1:${port}/api/v2/write?org=o&bucket=b`);
    for (const [index, text] of ['temp=21.5', 'refused', 'rssi=-61 ok'].entries()) {
      await server.send([`<14>1 - picow app - - - ${text}`]);
      await expect
        .poll(async () => (await server.handle.status()).forwards[0]?.lastId, { timeout: 20_000 })
        .toBe(index + 1);
    }
    expect([
      requests.map(({ lines }) => lines.map((line) => line.replace(/ \d+$/, ''))),
      new Set(requests.map(({ authorization, url }) => `${authorization} ${url}`)),
      server.handle.forwards[0],
    ]).toEqual([
      [
        ['syslog,host=picow,app=app,severity=info,facility=user message="temp=21.5",temp=21.5'],
        ['syslog,host=picow,app=app,severity=info,facility=user message="temp=21.5",temp=21.5'],
        ['syslog,host=picow,app=app,severity=info,facility=user message="refused"'],
        ['syslog,host=picow,app=app,severity=info,facility=user message="rssi=-61 ok",rssi=-61'],
      ],
      new Set(['Token s3cret /api/v2/write?org=o&bucket=b&precision=ns']),
      expect.objectContaining({ problem: null, refusal: 'InfluxDB answered 400: ', lost: 1 }),
    ]);
  });
});

describeWith(['openssl'], '"apt-get install openssl"', 'a row is forwarded by TLS', (openssl) => {
  it('to a server whose authority is trusted, and to no other', async () => {
    const { ca, server: own } = await certificates(openssl);
    const identity = { certificate: own.certificate, key: own.key };
    const receiver = await RunningServer.start({
      listeners: [{ protocol: 'tls', host: '127.0.0.1', port: 0, identity }],
    });
    const target = `tls://localhost:${(await receiver.handle.status()).listeners[0]?.port}`;
    const distrustful = await forwardingTo(target);
    await distrustful.send(['<14>secret']);
    await expect
      .poll(async () => (await distrustful.handle.status()).forwards[0]?.problem, { timeout: 20_000 })
      .toMatch(/certificate/);
    const trusting = await forwardingTo(target, { forwardAuthorities: ca.certificate });
    await trusting.send([message]);
    expect(await receiver.rowsWhenStored(1)).toMatchObject([known]);
  });

  it('to InfluxDB alike', async () => {
    const { ca, server: own } = await certificates(openssl);
    const lines: string[] = [];
    const influx = createTlsServer({ cert: own.certificate, key: own.key }, async (request, response) => {
      for await (const piece of request) lines.push(String(piece));
      response.writeHead(204).end();
    });
    await new Promise<void>((resolve) => influx.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      influx.closeAllConnections();
      influx.close();
    });
    const target = `influx+https://localhost:${(influx.address() as AddressInfo).port}/api/v2/write?bucket=b`;
    const distrustful = await forwardingTo(target);
    await distrustful.send(['<14>secret']);
    await expect
      .poll(async () => (await distrustful.handle.status()).forwards[0]?.problem, { timeout: 20_000 })
      .toMatch(/certificate/);
    const trusting = await forwardingTo(target, { forwardAuthorities: `${own.certificate}${ca.certificate}` });
    await trusting.send(['<14>known']);
    await expect.poll(() => lines).toEqual([expect.stringContaining('message="known"')]);
  });
});
