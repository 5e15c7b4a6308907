/** The web host's doors, tried with real requests: who gets in, who does not, and what a refused one is told. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Channel } from '../../app/contract/index.ts';
import { startWebServer, usualPort, type WebServer } from '../../main/hosts/web/web-server.ts';
import { channelContract } from './channel-contract.ts';
import { channelOf, http, openLink, openSocket } from './web-client.ts';

let folder: string;
let rendererFolder: string;
let server: WebServer;
let clients: Channel[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bramble-web-'));
  rendererFolder = join(folder, 'renderer');
  await mkdir(join(rendererFolder, 'assets'), { recursive: true });
  await writeFile(join(rendererFolder, 'index.html'), '<!doctype html><title>Bramble</title>');
  await writeFile(join(rendererFolder, 'assets', 'index-abc123.js'), 'export {};');
  await writeFile(join(folder, 'secret.txt'), 'a secret beside the interface');
});
afterAll(() => rm(folder, { recursive: true }));

beforeEach(async () => {
  clients = [];
  server = await startWebServer({ rendererFolder, port: 0, onClient: (channel) => clients.push(channel) });
});
afterEach(() => server.close());

const host = () => `127.0.0.1:${server.port}`;
const origin = () => `http://${host()}`;
const get = (path: string, headers: Record<string, string> = {}) => http(server.port, path, { headers });
const entered = async () => ({ host: host(), cookie: await openLink(server.newLink()) });
const pathOf = (link: string) => new URL(link).pathname + new URL(link).search;

describe('a link', () => {
  it('opens the interface once, by a cookie that scripts and other sites cannot use', async () => {
    const answer = await get(pathOf(server.newLink()));
    expect(answer).toMatchObject({ status: 303, headers: { location: '/' } });
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(/^bramble-session-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/),
    ]);
    const cookie = answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    expect(await get('/', { cookie })).toMatchObject({ status: 200, body: '<!doctype html><title>Bramble</title>' });
  });

  it('is used up afterwards, which the page says together with the remedy', async () => {
    const link = server.newLink();
    await openLink(link);
    const answer = await get(pathOf(link));
    expect(answer.status).toBe(403);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.body).toContain('To get a new link, go to the terminal where Bramble runs and press Enter');
  });

  it('opened again in the browser that it opened leads to the interface', async () => {
    const link = server.newLink();
    const cookie = await openLink(link);
    expect(await get(pathOf(link), { cookie })).toMatchObject({ status: 303, headers: { location: '/' } });
  });

  it.each([
    ['no', ''],
    ['a short', 'wrong'],
    ['a wrong', 'A'.repeat(43)],
    ['a very long', 'A'.repeat(5000)],
    ['an encoded NUL as', '%00'],
    ['a broken escape as', '%'],
  ])('with %s token opens nothing', async (_name, token) => {
    server.newLink();
    expect((await get(`/?token=${token}`)).status).toBe(403);
  });

  it('is not used up by a HEAD request, as programs send that show a preview of links', async () => {
    const link = server.newLink();
    expect((await http(server.port, pathOf(link), { method: 'HEAD' })).status).toBe(403);
    await openLink(link);
  });
});

describe('a request', () => {
  it('without a session gets no file', async () => {
    expect((await get('/')).status).toBe(403);
    expect((await get('/assets/index-abc123.js')).status).toBe(403);
  });

  it('with another server’s session gets no file', async () => {
    const cookie = `bramble-session-${server.port}=${Buffer.alloc(32).toString('base64url')}`;
    expect((await get('/', { cookie })).status).toBe(403);
  });

  it.each([
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    '192.168.1.5:PORT',
    'localhost.evil.example:PORT',
  ])('whose Host is %s is refused, session or not', async (name) => {
    const { cookie } = await entered();
    const answer = await get('/', { host: name.replace('PORT', String(server.port)), cookie });
    expect(answer.status).toBe(403);
  });

  it.each(['localhost', '[::1]'])('whose Host is %s is served, as through a tunnel', async (name) => {
    const { cookie } = await entered();
    expect((await get('/', { host: `${name}:${server.port}`, cookie })).status).toBe(200);
  });

  it.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%5c..%5csecret.txt',
    '//etc/passwd',
    '/assets/%00',
  ])('for %s leaves the interface’s folder never', async (path) => {
    const answer = await get(path, await entered());
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body).not.toContain('a secret');
  });

  it('that changes something is refused from any other page', async () => {
    const headers = { ...(await entered()), origin: 'http://evil.example' };
    expect((await http(server.port, '/', { method: 'POST', headers })).status).toBe(403);
  });

  it('gets the headers that keep foreign scripts, frames and referrers out', async () => {
    const { headers } = await get('/', await entered());
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-cache',
    });
    const policy = String(headers['content-security-policy']);
    expect(policy.split('; ')).toEqual(expect.arrayContaining(["script-src 'self'", "frame-ancestors 'none'"]));
  });

  it('for a file with a hash in its name may be cached for good', async () => {
    const { headers } = await get('/assets/index-abc123.js', await entered());
    expect(headers['cache-control']).toBe('private, max-age=31536000, immutable');
  });
});

describe('the channel', () => {
  it.each<[string, () => Promise<Record<string, string>>]>([
    ['no session', async () => ({ origin: origin() })],
    ['no Origin', async () => entered()],
    ['the Origin of another site', async () => ({ ...(await entered()), origin: 'http://evil.example' })],
    ['the Origin of another port', async () => ({ ...(await entered()), origin: 'http://127.0.0.1:1' })],
    ['the Origin null', async () => ({ ...(await entered()), origin: 'null' })],
    [
      'a foreign Host with an Origin to match',
      async () => {
        const evil = `evil.example:${server.port}`;
        return { ...(await entered()), host: evil, origin: `http://${evil}` };
      },
    ],
  ])('is refused with %s', async (_name, headers) => {
    await expect(openSocket(server.port, await headers())).rejects.toThrow('HTTP 403');
    expect(clients).toEqual([]);
  });

  it('ends when a frame is larger than any call, and the host goes on', async () => {
    const headers = { ...(await entered()), origin: origin() };
    const socket = await openSocket(server.port, headers);
    const closed = new Promise<number>((resolve) => void socket.on('close', resolve));
    socket.send(Buffer.alloc(26 * 1024 * 1024));
    expect(await closed).toBe(1009);
    (await openSocket(server.port, headers)).close();
  });

  it.each([
    ['text', 'hello', 1003],
    ['bytes that are no MessagePack', Buffer.of(0xc1), 1007],
    ['a name that would change a prototype', Buffer.from([0x81, 0xa9, ...Buffer.from('__proto__'), 0x80]), 1007],
  ])('ends when it gets %s', async (_name, frame, code) => {
    const socket = await openSocket(server.port, { ...(await entered()), origin: origin() });
    const closed = new Promise<number>((resolve) => void socket.on('close', resolve));
    socket.send(frame);
    expect(await closed).toBe(code);
  });

  it('is told as closed when the tab is killed', async () => {
    const socket = await openSocket(server.port, { ...(await entered()), origin: origin() });
    const closed = new Promise<void>((resolve) => void clients[0]?.onClose(resolve));
    socket.terminate();
    await closed;
  });

  channelContract(async () => {
    const socket = await openSocket(server.port, { ...(await entered()), origin: origin() });
    const hostEnd = clients[0];
    if (hostEnd === undefined) throw new Error('The host saw no client.');
    return { hostEnd, clientEnd: channelOf(socket) };
  });
});

describe('the port', () => {
  let blocker: Server;
  const block = (port: number) =>
    new Promise<number>((resolve) => {
      blocker = createServer();
      blocker.once('error', () => resolve(port)); // somebody else has it already, which serves as well
      blocker.listen(port, '127.0.0.1', () => {
        const address = blocker.address();
        resolve(typeof address === 'object' && address !== null ? address.port : port);
      });
    });
  afterEach(() => {
    if (blocker.listening) blocker.close();
  });

  it('is a free one when the usual one is taken', async () => {
    await block(usualPort);
    const other = await startWebServer({ rendererFolder, onClient: () => {} });
    const answered = await http(other.port, pathOf(other.newLink()));
    await other.close();
    expect(other.port).not.toBe(usualPort);
    expect(answered.status).toBe(303);
  });

  it('that was asked for and is taken is an error with the remedy', async () => {
    const port = await block(0);
    await expect(startWebServer({ rendererFolder, port, onClient: () => {} })).rejects.toMatchObject({
      code: 'tcp-port-busy',
      message: `Another program listens on port ${port}. Choose another with --port, or leave it out: a free one is found.`,
    });
  });
});

it('an interface that is not built is an error with the remedy', async () => {
  const started = startWebServer({ rendererFolder: join(folder, 'missing'), port: 0, onClient: () => {} });
  await expect(started).rejects.toMatchObject({ code: 'file-not-found' });
});
