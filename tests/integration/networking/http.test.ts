/** `requests`, `mip` and `ntptime` on a board, against servers of this computer. */
import { createHash } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type NetworkedBoard, networkedBoard } from './networked-board.ts';

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url));
let board: NetworkedBoard;
let port: number;
let tlsPort: number;
const closing: (() => void)[] = [];

/** Answers with what it was asked, but for some paths. */
async function answer(request: IncomingMessage, response: ServerResponse) {
  const parts: Uint8Array[] = [];
  for await (const part of request) parts.push(part);
  const body = Buffer.concat(parts).toString();
  const { method, url = '', headers, httpVersion } = request;
  if (url === '/moved') {
    response.writeHead(302, { location: '/echo' }).end();
    return;
  }
  if (url === '/silent') return;
  if (url === '/big') {
    response.end('x'.repeat(100_000));
    return;
  }
  if (url === '/small') {
    response.end('x'.repeat(20_000));
    return;
  }
  if (url in packages) {
    response.end(packages[url]);
    return;
  }
  if (!url.startsWith('/echo')) {
    response.writeHead(404, 'Not There').end('nothing');
    return;
  }
  const { authorization, host, 'content-type': type, 'x-mine': mine } = headers;
  const shown = { method, url, body, version: httpVersion, authorization, type, mine, named: host?.split(':')[0] };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(shown));
}

const hashed = 'VALUE = 42\n';
const hash = createHash('sha256').update(hashed).digest('hex').slice(0, 8);
const packages: Record<string, string> = {
  '/single.py': 'NAME = "single"\n',
  '/thing/package.json': JSON.stringify({ urls: [['thing/__init__.py', 'src/thing.py']], version: '1.0' }),
  '/thing/src/thing.py': 'NAME = "thing"\n',
  '/index/package/6/hashed/latest.json': JSON.stringify({ hashes: [['hashed.py', hash]], deps: [['deep', '1.0']] }),
  [`/index/file/${hash.slice(0, 2)}/${hash}`]: hashed,
  '/index/package/6/deep/1.0.json': JSON.stringify({ urls: [['deep.py', 'deep-1.py']] }),
  '/index/package/6/deep/deep-1.py': 'NAME = "single"\n',
};

beforeAll(async () => {
  board = await networkedBoard('http');
  const server = createServer(answer).listen(0, '127.0.0.1');
  const tlsServer = createTlsServer({ cert: fixture('server.crt'), key: fixture('server.key') }, answer);
  tlsServer.listen(0, '127.0.0.1');
  await Promise.all([once(server, 'listening'), once(tlsServer, 'listening')]);
  port = (server.address() as AddressInfo).port;
  tlsPort = (tlsServer.address() as AddressInfo).port;
  for (const each of [server, tlsServer]) closing.push(() => each.close().closeAllConnections());
});
afterAll(async () => {
  for (const close of closing) close();
  await board.dispose();
});

const run = (source: string) => board.run(`import requests\nurl = "http://127.0.0.1:${port}"\n${source}`);

describe('requests on a board', () => {
  it('asks and sends by each method, with headers, credentials, text, bytes, JSON and pieces', async () => {
    const printed = await run(`
def show(r):
    d = r.json()
    print(r.status_code, d["method"], d["version"], repr(d["body"]), d.get("type"), d.get("authorization"), d.get("mine"))
show(requests.get(url + "/echo", headers={"X-Mine": "yes"}))
show(requests.post(url + "/echo", json={"a": [1, 2]}))
show(requests.put(url + "/echo", data=b"bytes"))
show(requests.patch(url + "/echo", data="text", auth=("me", "secret")))
show(requests.delete(url + "/echo"))
show(requests.request("POST", url + "/echo", data=(x for x in (b"one ", b"two"))))
r = requests.head(url + "/echo")
print(r.status_code, r.content, r.headers["content-type"])`);

    expect(printed.split('\n').slice(0, -1)).toEqual([
      "200 GET 1.0 '' None None yes",
      `200 POST 1.0 '{"a": [1, 2]}' application/json None None`,
      "200 PUT 1.0 'bytes' None None None",
      "200 PATCH 1.0 'text' None Basic bWU6c2VjcmV0 None",
      "200 DELETE 1.0 '' None None None",
      "200 POST 1.0 'one two' None None None",
      "200 b'' application/json",
    ]);
  });

  it('follows redirects, tells what was not found, reads by pieces, and gives up in time', async () => {
    expect(await run('r = requests.get(url + "/moved")\nprint(r.json()["url"])')).toBe('/echo\n');
    expect(
      await run('r = requests.get(url + "/nowhere")\nprint(r.status_code, r.reason, r.text, r.text)\nr.close()'),
    ).toBe("404 b'Not There' nothing nothing\n");
    expect(
      await run(`r = requests.get(url + "/big", stream=True)
n = 0
while True:
    part = r.raw.read(1000)
    if not part:
        break
    n += len(part)
print(n)
r.close()
try:
    requests.get(url + "/big").content
except MemoryError:
    print("MemoryError")
print(len(requests.get(url + "/small").content))`),
    ).toBe('100000\nMemoryError\n20000\n');
    expect(await run('requests.get(url + "/silent", timeout=0.2)')).toBe('OSError: [Errno 110] ETIMEDOUT\n');
    expect(await run('requests.get("ftp://127.0.0.1")')).toBe('ValueError: Unsupported protocol: ftp:\n');
  });

  it('speaks HTTPS', async () => {
    expect(await run(`print(requests.get("https://127.0.0.1:${tlsPort}/echo?a=b").json()["url"])`)).toBe('/echo?a=b\n');
  });
});

describe('mip on a board', () => {
  it('installs a file, a package by its description, and one of an index with what it needs', async () => {
    const printed = await run(`import mip
mip.install(url + "/single.py")
mip.install(url + "/thing")
mip.install("hashed", index=url + "/index")
mip.install("hashed", index=url + "/index")
mip.install("missing", index=url + "/index")
import single, thing, hashed, deep
print(single.NAME, thing.NAME, hashed.VALUE, deep.NAME)`);

    const at = `http://127.0.0.1:${port}`;
    const fromIndex = `Installing hashed (latest) from ${at}/index to /lib`;
    const deep = [`Installing deep (1.0) from ${at}/index to /lib`, 'Copying: /lib/deep.py', 'Done'];
    expect(printed.split('\n').slice(0, -1)).toEqual([
      `Downloading ${at}/single.py to /lib`,
      'Copying: /lib/single.py',
      'Done',
      `Installing ${at}/thing/package.json to /lib`,
      'Copying: /lib/thing/__init__.py',
      'Done',
      fromIndex,
      'Copying: /lib/hashed.py',
      ...deep,
      fromIndex,
      'Exists: /lib/hashed.py',
      ...deep,
      `Installing missing (latest) from ${at}/index to /lib`,
      `Package not found: ${at}/index/package/6/missing/latest.json`,
      'Package may be partially installed',
      'single thing 42 single',
    ]);
    expect(readFileSync(join(board.board.flashFolder, 'lib', 'hashed.py'), 'utf8')).toBe(hashed);
  });
});

describe('ntptime on a board', () => {
  it('sets the clock by a server, and says when none answers', async () => {
    const server = createSocket('udp4').bind(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const seconds = Date.UTC(2031, 4, 6, 7, 8, 9) / 1000 + 2_208_988_800;
    const queries: number[] = [];
    server.on('message', (query, from) => {
      queries.push(query.length, query[0] ?? 0);
      const answer = Buffer.alloc(48);
      answer.writeUInt32BE(seconds, 40);
      server.send(answer, from.port, from.address);
    });
    board.board.redirectPort(123, server.address().port);

    expect(
      await board.run(`import ntptime, time
ntptime.host = "127.0.0.1"
ntptime.settime()
print(time.localtime()[:5], ntptime.time() - ${seconds - 2_208_988_800})`),
    ).toBe('(2031, 5, 6, 7, 8) 0\n');
    expect(queries).toEqual([48, 0x1b, 48, 0x1b]);

    board.board.air.setPacketLoss(1);
    onTestFinished(() => board.board.air.setPacketLoss(0));
    expect(await board.run('ntptime.timeout = 0.1\nntptime.settime()')).toBe('OSError: [Errno 110] ETIMEDOUT\n');
  });
});
