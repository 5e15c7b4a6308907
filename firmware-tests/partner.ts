/**
 * What programs on a board find on the Wi-Fi: a computer that gives TCP, TLS and UDP back, calls a board's own servers, and serves HTTP,
 * MQTT and the time. A program learns where from the module `bench`, which `benchModule` writes.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import type { Disposable } from '../app/base/index.ts';
import { SmallBroker } from '../tests/integration/networking/small-broker.ts';

/** The time that its time server tells, in seconds since 1900: 2026-01-02 03:04:05. */
const ntpSeconds = Date.UTC(2026, 0, 2, 3, 4, 5) / 1000 + 2_208_988_800;

const fixture = (name: string) => readFileSync(new URL(`../tests/fixtures/tls/${name}`, import.meta.url));
const der = (name: string) =>
  Buffer.from(
    fixture(name)
      .toString()
      .replaceAll(/-----.*-----|\s/g, ''),
    'base64',
  );

const files: Record<string, Uint8Array> = {
  '/ca.der': der('ca.crt'),
  '/server.der': der('server.crt'),
  '/key.der': der('server.key'),
  '/module.py': Buffer.from('VALUE = 42\n'),
};

export interface Partner extends Disposable {
  readonly ports: Readonly<Record<'echo' | 'call' | 'callTls' | 'tls' | 'udp' | 'http' | 'mqtt' | 'ntp', number>>;
}

/** Listens at `host`: the loopback for a simulated board, all of the computer's addresses for a real one. */
export async function startPartner(host: string): Promise<Partner> {
  const broker = new SmallBroker();
  const mqtt = await broker.start(host);
  const servers: Record<'echo' | 'call' | 'callTls' | 'tls' | 'http', Server> = {
    echo: createServer({ allowHalfOpen: true }, (socket) => quiet(socket).pipe(socket)),
    tls: createTlsServer({ cert: fixture('server.crt'), key: fixture('server.key') }, (socket) =>
      quiet(socket).pipe(socket),
    ),
    call: createServer((socket) => {
      quiet(socket).once('data', (port) => greet(connect(Number(port), socket.remoteAddress)));
    }),
    callTls: createServer((socket) => {
      quiet(socket).once('data', (port) => {
        const address = { host: socket.remoteAddress ?? '', port: Number(port), servername: 'board.test' };
        greet(connectTls({ ...address, ca: fixture('ca.crt') }));
      });
    }),
    http: createHttpServer((request, response) => void answer(request, response)),
  };
  const udp = createSocket('udp4', (bytes, { port, address }) => udp.send(bytes, port, address));
  const time = createSocket('udp4', (_query, { port, address }) => time.send(ntpAnswer(), port, address));
  udp.bind(0, host);
  time.bind(0, host);
  for (const server of Object.values(servers)) server.listen(0, host);
  await Promise.all([...Object.values(servers), udp, time].map((each) => once(each, 'listening')));
  const port = (server: Server) => (server.address() as AddressInfo).port;
  return {
    ports: {
      echo: port(servers.echo),
      call: port(servers.call),
      callTls: port(servers.callTls),
      tls: port(servers.tls),
      http: port(servers.http),
      udp: udp.address().port,
      ntp: time.address().port,
      mqtt,
    },
    dispose() {
      for (const server of Object.values(servers)) server.close();
      udp.close();
      time.close();
      broker.stop();
    },
  };
}

export interface BenchSettings {
  /** The Wi-Fi, and the computer's address on it. */
  ssid: string;
  password: string;
  host: string;
  /** Where `ntptime` asks, whose port no program chooses. */
  ntpHost: string;
  ports: Partner['ports'];
}

/** A program that puts the module `bench` on the board, until its next soft reset. */
export function benchModule({ ssid, password, host, ntpHost, ports }: BenchSettings): string {
  const words = { SSID: ssid, PASSWORD: password, HOST: host, NTP_HOST: ntpHost };
  const lines = [
    ...Object.entries(words).map(([name, value]) => `${name} = ${JSON.stringify(value)}`),
    ...Object.entries(ports).map(([name, value]) => `${constantName(name)} = ${value}`),
  ];
  return `import sys\nclass bench:\n    ${lines.join('\n    ')}\nsys.modules["bench"] = bench\n`;
}

const constantName = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

/** A board that resets or closes early is none of this side's affair. */
function quiet<T extends Socket>(socket: T): T {
  return socket.on('error', () => socket.destroy());
}

/** Says hello to a board's server and gives back what it says. */
function greet(socket: Socket): void {
  quiet(socket).write('hello\n');
  socket.pipe(socket);
}

/** What it was asked, as JSON; a file where there is one of that path. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Uint8Array[] = [];
  for await (const part of request) parts.push(part);
  const { method, url = '', headers } = request;
  const file = files[url];
  if (file !== undefined) response.end(file);
  else if (url === '/missing') response.writeHead(404, 'Not Found').end('nothing here');
  else {
    const said = { method, url, body: Buffer.concat(parts).toString(), type: headers['content-type'] };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said));
  }
}

function ntpAnswer(): Uint8Array {
  const bytes = Buffer.alloc(48);
  bytes[0] = 0x24;
  bytes.writeUInt32BE(ntpSeconds, 40);
  return bytes;
}
