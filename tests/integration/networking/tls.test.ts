/** `ssl` on a board, as client and as server, against the computer's TLS. */
import { once } from 'node:events';
import { copyFileSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { connect, createServer as createTlsServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from './free-port.ts';
import { type NetworkedBoard, networkedBoard } from './networked-board.ts';

const fixture = (name: string) => new URL(`../../fixtures/tls/${name}`, import.meta.url);
const pem = (name: string) => readFileSync(fixture(name));
let board: NetworkedBoard;
let port: number;
let plainPort: number;
const closing: (() => void)[] = [];

beforeAll(async () => {
  board = await networkedBoard('tls');
  for (const name of ['ca.crt', 'server.crt', 'server.key'])
    copyFileSync(fixture(name), join(board.board.flashFolder, name));
  const server = createTlsServer({ cert: pem('server.crt'), key: pem('server.key') }, (socket) => {
    socket.on('error', () => {});
    socket.on('data', (bytes) => socket.end(`heard ${bytes}`));
  });
  const plain = createServer((socket) => socket.on('error', () => {}).write('no TLS here, only text\n'));
  server.listen(0, '127.0.0.1');
  plain.listen(0, '127.0.0.1');
  await Promise.all([once(server, 'listening'), once(plain, 'listening')]);
  port = (server.address() as AddressInfo).port;
  plainPort = (plain.address() as AddressInfo).port;
  closing.push(
    () => void server.close(),
    () => void plain.close(),
  );
});
afterAll(async () => {
  for (const close of closing) close();
  await board.dispose();
});

const connected = (to: number) => `import socket, ssl
def connected():
    s = socket.socket()
    s.connect(("127.0.0.1", ${to}))
    return s
def checking():
    c = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    c.load_verify_locations("/ca.crt")
    return c
`;

describe('ssl on a board', () => {
  it('speaks to a server, without checking it', async () => {
    expect(
      await board.run(`${connected(port)}
s = ssl.wrap_socket(connected())
print(s.write(b"hello\\n"), s.readline(), s.read(10))
s.close()`),
    ).toBe("6 b'heard hello\\n' b''\n");
  });

  it('checks a server by the authority and the name that it is given', async () => {
    const printed = await board.run(`${connected(port)}
s = checking().wrap_socket(connected(), server_hostname="board.test")
s.write(b"checked")
print(s.read())
def refused(act):
    try:
        act()
    except (ValueError, OSError) as error:
        print(repr(error))
refused(lambda: checking().wrap_socket(connected(), server_hostname="other.test"))
refused(lambda: checking().wrap_socket(connected()))
c = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
print(c.verify_mode == ssl.CERT_REQUIRED, ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).verify_mode == ssl.CERT_NONE)
refused(lambda: c.wrap_socket(connected(), server_hostname="board.test"))
refused(lambda: c.load_verify_locations(cadata=b"none"))
refused(lambda: c.load_cert_chain(b"none", b"none"))
refused(lambda: c.load_verify_locations("/missing"))`);

    expect(printed.split('\n').slice(0, -1)).toEqual([
      "b'heard checked'",
      "ValueError('\\nThe certificate Common Name (CN) does not match with the expected CN\\n',)",
      "ValueError('CERT_REQUIRED requires server_hostname',)",
      'True True',
      "ValueError('\\nThe certificate is not correctly signed by the trusted CA\\n',)",
      "ValueError('invalid cert',)",
      "ValueError('invalid key',)",
      'OSError(2,)',
    ]);
  });

  it('says in mbedTLS terms that the other end speaks no TLS', async () => {
    expect(await board.run(`${connected(plainPort)}ssl.wrap_socket(connected())`)).toBe(
      "OSError: (-29184, 'MBEDTLS_ERR_SSL_INVALID_RECORD')\n",
    );
  });

  it('serves', async () => {
    const own = await freePort();
    const program = board.run(`import socket, ssl
c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
c.load_cert_chain("/server.crt", "/server.key")
l = socket.socket()
l.bind(("127.0.0.1", ${own}))
l.listen(1)
print("listening")
s = c.wrap_socket(l.accept()[0], server_side=True)
s.write(b"board heard " + s.readline())
s.close()
l.close()`);
    const client = await connecting(own);
    client.write('knock\n');
    let heard = '';
    for await (const part of client) heard += part;

    expect([heard, await program]).toEqual(['board heard knock\n', 'listening\n']);
  });

  it('is spoken by streams of asyncio, both ways', async () => {
    const own = await freePort();
    const printed = await board.run(`import asyncio, ssl
async def serve(reader, writer):
    writer.write(b"served " + await reader.readline())
    await writer.drain()
    await writer.wait_closed()
async def main():
    c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    c.load_cert_chain("/server.crt", "/server.key")
    async with await asyncio.start_server(serve, "127.0.0.1", ${own}, ssl=c):
        for port, host in ((${own}, None), (${port}, "board.test")):
            reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=True, server_hostname=host)
            writer.write(b"over TLS\\n")
            await writer.drain()
            print(await reader.read())
            await writer.wait_closed()
asyncio.run(main())`);

    expect(printed).toBe("b'served over TLS\\n'\nb'heard over TLS\\n'\n");
  });
});

/** Connects as soon as the board listens. */
async function connecting(to: number) {
  for (;;) {
    const client = connect({ port: to, host: '127.0.0.1', ca: pem('ca.crt'), servername: 'board.test' });
    const outcome = await Promise.race([
      once(client, 'secureConnect').then(() => true),
      new Promise<boolean>((resolve) => client.once('error', () => resolve(false))),
    ]);
    if (outcome) return client;
  }
}
