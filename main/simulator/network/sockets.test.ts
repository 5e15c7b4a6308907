import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { Emitter } from '../../../app/base/index.ts';
import { freePort } from '../../../tests/integration/networking/free-port.ts';
import { portShift } from './lowest-port.ts';
import { socketCalls } from './sockets.ts';

const AF_INET = 2;
const STREAM = 1;
const DGRAM = 2;
const EAGAIN = -11;

/** A board's memory, its Wi-Fi and its way to ask: `until` asks again each time the board is woken, as its Python does. */
function newBoard({ lowestPort = 0 } = {}) {
  const memory = new Uint8Array(200_000);
  const board = { online: true, losing: false, wakes: 0 };
  const link = new Emitter<void>();
  let woken = () => {};
  const host = {
    wake() {
      board.wakes++;
      woken();
    },
  };
  const provider = socketCalls({
    host,
    isOnline: () => board.online,
    onDidChangeLink: link.event,
    losesPacket: () => board.losing,
    lowestPort,
  });
  onTestFinished(() => provider.dispose());
  const call = (name: string, ...args: (number | string)[]) => {
    const handler = provider.calls[name];
    if (handler === undefined) throw new Error(`no system call ${name}`);
    return handler(args, memory);
  };
  const until = async (name: string, ...args: (number | string)[]) => {
    for (;;) {
      const wake = new Promise<void>((resolve) => {
        woken = resolve;
      });
      const result = call(name, ...args);
      if (result !== EAGAIN) return result;
      await wake;
    }
  };
  /** Puts text where a program keeps its buffer, and gives address and length. */
  const text = (content: string): [number, number] => [
    100,
    memory.subarray(100).set(Buffer.from(content)) ?? content.length,
  ];
  const received = (count: number | string) => Buffer.from(memory.subarray(1000, 1000 + Number(count))).toString();
  const loseLink = () => {
    board.online = false;
    link.fire();
  };
  return { board, loseLink, provider, call, until, text, received, into: [1000, 500] as const };
}

async function listeningServer(onConnection: (socket: Socket) => void) {
  const server = createServer(onConnection);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

describe("a board's UDP socket", () => {
  it("sends a datagram to the computer's programs and hears their answer", async () => {
    const { call, until, text, received, into } = newBoard();
    const peer = createSocket('udp4');
    onTestFinished(() => void peer.close());
    peer.bind(0, '127.0.0.1');
    await once(peer, 'listening');
    peer.on('message', (bytes, from) => peer.send(`${bytes} back`, from.port, from.address));
    const fd = Number(call('socket.open', AF_INET, DGRAM));

    expect(call('socket.sendto', fd, ...text('hello'), '127.0.0.1', peer.address().port)).toBe(5);

    expect(received(await until('socket.recv', fd, ...into))).toBe('hello back');
    expect(call('socket.peer', fd)).toBe(`127.0.0.1 ${peer.address().port}`);
  });

  it('delivers what was sent just before it was closed', async () => {
    const { call, text } = newBoard();
    const peer = createSocket('udp4');
    onTestFinished(() => void peer.close());
    peer.bind(0, '127.0.0.1');
    await once(peer, 'listening');
    const heard = once(peer, 'message');
    const fd = Number(call('socket.open', AF_INET, DGRAM));

    call('socket.sendto', fd, ...text('last words'), '127.0.0.1', peer.address().port);
    call('socket.close', fd);

    expect(String((await heard)[0])).toBe('last words');
  });

  it('says EHOSTUNREACH while the Wi-Fi is not connected', () => {
    const { board, call, text } = newBoard();
    board.online = false;
    const fd = Number(call('socket.open', AF_INET, DGRAM));

    expect(call('socket.sendto', fd, ...text('x'), '127.0.0.1', 514)).toBe(-113);
  });

  it('says EADDRINUSE when another socket has the port, and binds elsewhere afterwards', async () => {
    const { call, until } = newBoard();
    const [first, second] = [Number(call('socket.open', AF_INET, DGRAM)), Number(call('socket.open', AF_INET, DGRAM))];
    const taken = createSocket('udp4');
    onTestFinished(() => void taken.close());
    taken.bind(0, '127.0.0.1');
    await once(taken, 'listening');

    expect(await until('socket.bind', first, '127.0.0.1', taken.address().port)).toBe(-98);
    expect(await until('socket.bind', second, '127.0.0.1', 0)).toBe(0);
    expect(await until('socket.bind', first, '127.0.0.1', 0)).toBe(0);
  });

  it('cuts a datagram that is longer than the buffer', async () => {
    const { call, until, text, received } = newBoard();
    const port = await freePort();
    const receiver = Number(call('socket.open', AF_INET, DGRAM));
    await until('socket.bind', receiver, '127.0.0.1', port);
    const sender = Number(call('socket.open', AF_INET, DGRAM));

    call('socket.sendto', sender, ...text('one and more'), '127.0.0.1', port);
    call('socket.sendto', sender, ...text('two'), '127.0.0.1', port);

    expect(received(await until('socket.recv', receiver, 1000, 3))).toBe('one');
    expect(received(await until('socket.recv', receiver, 1000, 3))).toBe('two');
  });
});

describe("a board's TCP socket", () => {
  it('connects, sends, reads lines and the end', async () => {
    const { call, until, text, received, into } = newBoard();
    const port = await listeningServer((socket) => {
      socket.end('first\nsecond');
      socket.resume();
    });
    const fd = Number(call('socket.open', AF_INET, STREAM));

    expect(call('socket.connect', fd, '127.0.0.1', port)).toBe(0);
    expect(await until('socket.connected', fd)).toBe(0);
    expect(await until('socket.send', fd, ...text('question'))).toBe(8);

    expect(received(await until('socket.recvline', fd, ...into))).toBe('first\n');
    expect(received(await until('socket.recvline', fd, ...into))).toBe('second');
    expect(await until('socket.recv', fd, ...into)).toBe(0);
  });

  it('says ECONNRESET when nobody listens, as lwIP does', async () => {
    const { call, until } = newBoard();
    const fd = Number(call('socket.open', AF_INET, STREAM));

    call('socket.connect', fd, '127.0.0.1', 1);

    expect(await until('socket.connected', fd)).toBe(-104);
  });

  it('stops taking bytes while the other end does not read, and goes on when it does', async () => {
    const { call, until } = newBoard();
    const server = await listeningServer((socket) => {
      socket.pause();
      sockets.push(socket);
    });
    const fd = Number(call('socket.open', AF_INET, STREAM));
    call('socket.connect', fd, '127.0.0.1', server);
    await until('socket.connected', fd);

    let sent = 0;
    let ready: number | string = -1;
    // The computer's own buffers take some megabytes first, and a little more now and then.
    for (let full = 0; full < 50; ) {
      const count = Number(call('socket.send', fd, 100, 100_000));
      if (count > 0) sent += count;
      else {
        full++;
        ready = call('socket.poll', fd);
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(sent).toBeLessThan(50_000_000);
    expect(ready).toBe(0);

    let arrived = 0;
    sockets[0]?.on('data', (bytes) => {
      arrived += bytes.length;
    });
    sockets[0]?.resume();
    expect(await until('socket.send', fd, 100, 10)).toBe(10);
    await expect.poll(() => arrived).toBe(sent + 10);
  });

  it('holds no more than its window when the program does not read', async () => {
    const { call, until } = newBoard();
    let written = 0;
    const port = await listeningServer((socket) => {
      const flood = () => {
        while (socket.write(Buffer.alloc(65_536))) written += 65_536;
      };
      socket.on('drain', flood);
      socket.on('error', () => {});
      flood();
    });
    const fd = Number(call('socket.open', AF_INET, STREAM));
    call('socket.connect', fd, '127.0.0.1', port);
    await until('socket.connected', fd);

    await expect.poll(() => written).toBeGreaterThan(1_000_000);

    // The window of 11,680 bytes and the one chunk that went beyond it.
    expect(await until('socket.recv', fd, 1000, 150_000)).toBeLessThanOrEqual(11_680 + 65_536);
  });

  it('listens and accepts', async () => {
    const { call, until, text, received, into } = newBoard();
    const [server, client] = [
      Number(call('socket.open', AF_INET, STREAM)),
      Number(call('socket.open', AF_INET, STREAM)),
    ];
    const port = await freePort();
    call('socket.bind', server, '127.0.0.1', port);
    expect(await until('socket.listen', server, 1)).toBe(0);
    call('socket.connect', client, '127.0.0.1', port);

    const accepted = Number(await until('socket.accept', server));

    expect(String(call('socket.peer', accepted))).toMatch(/^127\.0\.0\.1 \d+$/);
    await until('socket.connected', client);
    call('socket.send', client, ...text('knock'));
    expect(received(await until('socket.recv', accepted, ...into))).toBe('knock');
  });
});

describe('a port that the computer keeps to its administrator', () => {
  it('is opened higher, where the computer finds it, and the board itself by its own number', async () => {
    const high = await freePort();
    const { call, until } = newBoard({ lowestPort: high });
    const [server, client] = [call('socket.open', AF_INET, STREAM), call('socket.open', AF_INET, STREAM)].map(Number);
    call('socket.bind', server ?? 0, '127.0.0.1', high - portShift);
    expect(await until('socket.listen', server ?? 0, 2)).toBe(0);

    sockets.push(connect(high, '127.0.0.1'));
    call('socket.connect', client ?? 0, '127.0.0.1', high - portShift);

    expect(await until('socket.connected', client ?? 0)).toBe(0);
    expect(Number(await until('socket.accept', server ?? 0))).toBeGreaterThan(0);
    expect(Number(await until('socket.accept', server ?? 0))).toBeGreaterThan(0);
  });
});

describe("a board's sockets", () => {
  it('answer a number that is no socket, a wrong address and a wrong kind with an error number', () => {
    const { call } = newBoard();
    const fd = Number(call('socket.open', AF_INET, STREAM));

    expect(call('socket.recv', 99, 0, 1)).toBe(-9);
    expect(call('socket.connect', fd, 'not.an.address', 80)).toBe(-22);
    expect(call('socket.connect', fd, '127.0.0.1', 70_000)).toBe(-22);
    expect(call('socket.accept', fd)).toBe(-22);
    expect(call('socket.open', AF_INET, 3)).toBe(-22);
  });

  it('run out after 32, and closing one makes room', () => {
    const { call } = newBoard();
    for (let fd = 0; fd < 32; fd++) expect(call('socket.open', AF_INET, DGRAM)).toBe(fd);
    expect(call('socket.open', AF_INET, DGRAM)).toBe(-12);

    call('socket.close', 7);

    expect(call('socket.open', AF_INET, DGRAM)).toBe(7);
  });

  it('are all closed by a reset', async () => {
    const { provider, call, until } = newBoard();
    const connections: Socket[] = [];
    const port = await listeningServer((socket) => {
      socket.on('error', () => {});
      connections.push(socket);
    });
    const fd = Number(call('socket.open', AF_INET, STREAM));
    call('socket.connect', fd, '127.0.0.1', port);
    await until('socket.connected', fd);
    await expect.poll(() => connections.length).toBe(1);

    provider.reset();

    expect(call('socket.connected', fd)).toBe(-9);
    await expect.poll(() => connections[0]?.readableEnded || connections[0]?.destroyed).toBe(true);
  });

  it('find names through the computer, and say -2 for a name that nobody knows', async () => {
    const { board, call, until } = newBoard();

    expect(['127.0.0.1', '::1']).toContain(await until('socket.resolve', 'localhost'));
    expect(await until('socket.resolve', 'no-such-host.invalid')).toBe(-2);
    expect(call('socket.resolve', '192.0.2.1')).toBe('192.0.2.1');
    board.online = false;
    expect(call('socket.resolve', 'localhost')).toBe(-2);
  });

  it('break when the Wi-Fi goes: sending has no route, receiving is aborted, and stays so when it is back', async () => {
    const { board, loseLink, call, until, text, into } = newBoard();
    const port = await listeningServer((socket) => {
      sockets.push(socket.on('error', () => {}));
    });
    const fd = Number(call('socket.open', AF_INET, STREAM));
    call('socket.connect', fd, '127.0.0.1', port);
    await until('socket.connected', fd);
    const waiting = until('socket.recv', fd, ...into);

    loseLink();

    expect(await waiting).toBe(-103);
    expect([call('socket.send', fd, ...text('x')), call('socket.poll', fd)]).toEqual([-113, 4 | 8]);
    board.online = true;
    expect([call('socket.send', fd, ...text('x')), call('socket.recv', fd, ...into)]).toEqual([-103, -103]);
  });

  it('lose datagrams each way where the air does, and TCP does not notice', async () => {
    const { board, call, until, text, received, into } = newBoard();
    const peer = createSocket('udp4').bind(0, '127.0.0.1');
    onTestFinished(() => void peer.close());
    await once(peer, 'listening');
    const heard: string[] = [];
    peer.on('message', (bytes, from) => {
      heard.push(String(bytes));
      peer.send(`${bytes} back`, from.port, from.address);
    });
    const fd = Number(call('socket.open', AF_INET, DGRAM));
    const send = (content: string) => call('socket.sendto', fd, ...text(content), '127.0.0.1', peer.address().port);

    board.losing = true;
    expect(send('first')).toBe(5);
    board.losing = false;
    expect(send('second')).toBe(6);

    expect(received(await until('socket.recv', fd, ...into))).toBe('second back');
    expect(heard).toEqual(['second']);
  });
});
