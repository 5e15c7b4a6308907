/** asyncio's streams and `select` on a board, against sockets of this computer; and what happens when the Wi-Fi goes. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from './free-port.ts';
import { type NetworkedBoard, networkedBoard } from './networked-board.ts';

let board: NetworkedBoard;
beforeAll(async () => {
  board = await networkedBoard('streams');
});
afterAll(() => board.dispose());

async function server(onConnection: (socket: Socket) => void): Promise<number> {
  const listening = createServer((socket) => onConnection(socket.on('error', () => {}))).listen(0, '127.0.0.1');
  onTestFinished(() => void listening.close());
  await once(listening, 'listening');
  return (listening.address() as AddressInfo).port;
}

/** Connects as soon as the board listens, says something and hears all of the answer. */
async function exchange(port: number, said: string): Promise<string> {
  for (;;) {
    const client = connect(port, '127.0.0.1');
    const open = await new Promise<boolean>((resolve) => {
      client.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    if (!open) continue;
    client.end(said);
    let heard = '';
    for await (const part of client) heard += part;
    return heard;
  }
}

describe("asyncio's streams on a board", () => {
  it('serve several at a time while other tasks have their turns', async () => {
    const port = await freePort();
    const program = board.run(`import asyncio
served = 0
ticks = 0
async def serve(reader, writer):
    global served
    name = await reader.readline()
    rest = await reader.readexactly(4)
    writer.write(b"hello " + name + rest + b"x" * 15000)
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    served += 1
    print(writer.get_extra_info("peername")[0])
async def tick():
    global ticks
    while True:
        ticks += 1
        await asyncio.sleep_ms(1)
async def main():
    task = asyncio.create_task(tick())
    async with await asyncio.start_server(serve, "127.0.0.1", ${port}):
        while served < 3:
            await asyncio.sleep_ms(1)
    task.cancel()
    print(served, ticks > 3)
asyncio.run(main())`);

    const answers = await Promise.all(['a', 'b', 'c'].map((name) => exchange(port, `${name}\n1234`)));

    expect(answers.map((answer) => [answer.slice(0, 12), answer.length])).toEqual(
      ['a', 'b', 'c'].map((name) => [`hello ${name}\n1234`, 15_012]),
    );
    expect(await program).toBe('127.0.0.1\n127.0.0.1\n127.0.0.1\n3 True\n');
    // The port is free again.
    expect(
      await board.run(`import socket\ns = socket.socket()\ns.bind(("127.0.0.1", ${port}))\ns.listen()\ns.close()`),
    ).toBe('');
  });

  it('connect, read in every way, and hear the end', async () => {
    const port = await server((socket) => socket.on('data', (bytes) => socket.end(`${bytes}two\nthree and the rest`)));
    const printed = await board.run(`import asyncio
async def main():
    reader, writer = await asyncio.open_connection("127.0.0.1", ${port})
    writer.write(b"one\\n")
    await writer.drain()
    print(await reader.readline(), await reader.readline())
    data = bytearray(3)
    print(await reader.readinto(data), data)
    print(await reader.readexactly(2), await reader.read(4), await reader.read())
    print(await reader.read(10), await reader.readline())
    try:
        await reader.readexactly(1)
    except EOFError as error:
        print(repr(error))
    await writer.wait_closed()
asyncio.run(main())`);

    expect(printed).toBe("b'one\\n' b'two\\n'\n3 bytearray(b'thr')\nb'ee' b' and' b' the rest'\nb'' b''\nEOFError()\n");
  });

  it('give up when the time is over, when nobody listens, and when the program is interrupted', async () => {
    const port = await server(() => {});
    const nobody = await freePort();
    expect(
      await board.run(`import asyncio
async def main():
    reader, writer = await asyncio.open_connection("127.0.0.1", ${port})
    try:
        await asyncio.wait_for(reader.read(1), 0.05)
    except asyncio.TimeoutError:
        print("TimeoutError")
    await writer.wait_closed()
    reader, writer = await asyncio.open_connection("127.0.0.1", ${nobody})
    try:
        await reader.read(1)
    except OSError as error:
        print(error)
asyncio.run(main())`),
    ).toBe('TimeoutError\n[Errno 104] ECONNRESET\n');

    const abort = new AbortController();
    const waiting = `import asyncio
async def main():
    reader, writer = await asyncio.open_connection("127.0.0.1", ${port})
    print("waiting")
    await reader.read(1)
asyncio.new_event_loop()
asyncio.run(main())`;
    const ended = board.session.exec(waiting, { signal: abort.signal });
    await expect.poll(() => board.board.activity, { timeout: 20_000 }).toBe('waiting');
    abort.abort();
    await expect(ended).rejects.toMatchObject({ code: 'cancelled' });
    expect(await board.run('print("alive")')).toBe('alive\n');
  });

  it('break when the Wi-Fi goes', async () => {
    const open: Socket[] = [];
    const port = await server((socket) => {
      open.push(socket);
      socket.write('first\n');
    });
    const program = board.run(`import asyncio, machine, network
asyncio.new_event_loop()
async def main():
    reader, writer = await asyncio.open_connection("127.0.0.1", ${port})
    print(await reader.readline())
    try:
        await reader.readline()
    except OSError as error:
        print(error)
    try:
        await asyncio.open_connection("127.0.0.1", ${port})
    except OSError as error:
        print(error)
    w = network.WLAN(network.WLAN.IF_STA)
    print(w.isconnected(), w.status() == network.STAT_IDLE)
    w.connect("Lab", "")
    while w.status() == network.STAT_CONNECTING:
        await asyncio.sleep_ms(10)
    print(w.status() == network.STAT_NO_AP_FOUND)
    machine.Pin("LED", machine.Pin.OUT).on()
    while not w.isconnected():
        w.connect("Lab", "")
        await asyncio.sleep_ms(300)
    print("on again")
asyncio.run(main())`);
    await expect.poll(() => open.length, { timeout: 20_000 }).toBe(1);
    await expect.poll(() => board.board.activity, { timeout: 20_000 }).toBe('waiting');
    board.board.air.setOn(false);
    // The program has found no network.
    const led = () => board.board.snapshot().pins.find(({ name }) => name === 'LED')?.level;
    await expect.poll(led, { timeout: 20_000 }).toBe(1);
    board.board.air.setOn(true);

    expect(await program).toMatch(
      /^b'first\\n'\n\[Errno 103\] ECONNABORTED\n\[Errno 113\] EHOSTUNREACH\nFalse True\nTrue\non again\n$/,
    );
  });
});

describe('select on a board', () => {
  it('waits for sockets of both kinds, and tells a connection that was refused', async () => {
    const peer = createSocket('udp4').bind(0, '127.0.0.1');
    onTestFinished(() => void peer.close());
    await once(peer, 'listening');
    peer.on('message', (bytes, from) => peer.send(bytes, from.port, from.address));
    const port = await server((socket) => socket.end('bye'));
    const nobody = await freePort();

    const printed = await board.run(`import select, socket
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
t = socket.socket()
t.setblocking(False)
try:
    t.connect(("127.0.0.1", ${port}))
except OSError as error:
    print(error)
p = select.poll()
p.register(u, select.POLLIN)
p.register(t, select.POLLOUT)
print([(o is t, e) for o, e in p.poll(5000)])
p.modify(t, select.POLLIN)
u.sendto(b"ping", ("127.0.0.1", ${peer.address().port}))
heard = {}
while len(heard) < 2:
    for o, e in p.ipoll(5000):
        heard[o is t] = (e, o.recv(10))
        p.unregister(o)
print(heard)
r = socket.socket()
r.setblocking(False)
try:
    r.connect(("127.0.0.1", ${nobody}))
except OSError as error:
    pass
q = select.poll()
q.register(r, select.POLLIN)
print([e for o, e in q.poll(5000)])
print(select.select([r], [], [], 0)[0] == [r])
r.close()
print(q.poll(0)[0][1])`);

    expect(printed.split('\n').slice(0, 2)).toEqual(['[Errno 115] EINPROGRESS', '[(True, 4)]']);
    expect(printed).toContain("True: (1, b'bye')");
    expect(printed).toContain("False: (1, b'ping')");
    expect(printed.split('\n').slice(3)).toEqual(['[16]', 'True', '32', '']);
  });

  it('says of a busy UDP port what a Pico W says', async () => {
    const peer = createSocket('udp4').bind(0, '127.0.0.1');
    onTestFinished(() => void peer.close());
    await once(peer, 'listening');
    const bind = `import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", ${peer.address().port}))`;

    expect(await board.run(bind)).toBe('OSError: [Errno 98] EADDRINUSE\n');
  });
});
