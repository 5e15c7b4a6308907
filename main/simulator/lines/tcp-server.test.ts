import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LoopbackLine } from '../../../tests/loopback-line.ts';
import { serveBoardOverTcp } from './tcp-server.ts';

async function serve({ makeLine = () => new LoopbackLine(), graceMs = 10 } = {}) {
  const lines: LoopbackLine[] = [];
  const served = await serveBoardOverTcp(
    () => {
      const line = makeLine();
      lines.push(line);
      return line;
    },
    { port: 0, graceMs },
  );
  onTestFinished(() => served.dispose());
  const client = async () => {
    const socket = connect(served.port, served.host);
    onTestFinished(() => void socket.destroy());
    await once(socket, 'connect');
    return socket;
  };
  return { lines, served, client };
}

/** What arrives until `count` bytes did, or the end. */
async function take(socket: Socket, count = Number.POSITIVE_INFINITY): Promise<string> {
  let text = '';
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    text += Buffer.from(chunk).toString('latin1');
    if (text.length >= count) break;
  }
  return text;
}

/** A board that runs a program: it takes no input until it is told to. */
class BusyLine extends LoopbackLine {
  readonly #takes = Promise.withResolvers<void>();
  readonly offered = Promise.withResolvers<void>();

  override async write(bytes: Uint8Array): Promise<void> {
    this.offered.resolve();
    await this.#takes.promise;
    await super.write(bytes);
  }

  takeAll(): void {
    this.#takes.resolve();
  }
}

/** The first line of a board is busy, the others are not. Whoever wants it meanwhile waits for as long as the test goes on. */
async function serveBusyBoard() {
  const busy = new BusyLine();
  let opened = 0;
  const makeLine = () => (opened++ === 0 ? busy : new LoopbackLine());
  return { busy, ...(await serve({ makeLine, graceMs: 600_000 })) };
}

/** What a client gets who says `x`: that, or that another has the board. */
async function answerTo(client: () => Promise<Socket>): Promise<string> {
  const socket = await client();
  socket.write('x');
  const answer = await take(socket, 1);
  socket.destroy();
  return answer.slice(0, 1);
}

it('carries every byte both ways and says where it is', async () => {
  const { served, client } = await serve();
  const socket = await client();
  const all = Buffer.from(Uint8Array.from({ length: 256 }, (_, byte) => byte));

  socket.write(all);

  expect(await take(socket, 256)).toBe(all.toString('latin1'));
  expect(served.address).toBe(`tcp:127.0.0.1:${served.port}`);
});

it('serves one client after another, each on a line of its own', async () => {
  const { lines, client } = await serve();
  for (const word of ['one', 'two', 'three']) {
    const socket = await client();
    socket.write(word);
    expect(await take(socket, word.length)).toBe(word);
    socket.end();
    await once(socket, 'close');
    await expect.poll(() => lines.at(-1)?.disposed).toBe(true);
  }
  expect(lines.length).toBe(3);
});

it('serves a client that comes the moment the one before has gone', async () => {
  const { client } = await serve();
  for (const word of ['one', 'two', 'three']) {
    const socket = await client();
    socket.write(word);
    expect(await take(socket, word.length)).toBe(word);
    socket.destroy();
  }
});

it('tells a second client that the first has the board, and the first notices nothing', async () => {
  const { lines, client } = await serve();
  const first = await client();
  first.write('x');
  await take(first, 1);

  expect(await take(await client())).toBe(
    'This board is in use by another program. Disconnect that one first, then try again.\r\n',
  );

  first.write('y');
  expect(await take(first, 1)).toBe('y');
  expect(lines.length).toBe(1);
});

it('gives the board to one that came before the other had left, when it leaves within a moment', async () => {
  const { lines, client } = await serve({ graceMs: 600_000 });
  const first = await client();
  first.write('x');
  await take(first, 1);
  const second = await client();
  second.write('y');
  first.end();
  expect(await take(second, 1)).toBe('y');
  expect(lines.length).toBe(2);
});

describe('a client that is gone while its input is held back', () => {
  it.each([
    ['a few bytes', 3],
    ['half a megabyte', 500_000],
    ['more than is read ahead of the board', 1_500_000],
  ])('does not keep the board when it was killed with %s under way', async (_what, count) => {
    const { busy, served, client } = await serveBusyBoard();
    const program = `require('node:net')
      .connect(${served.port}, '${served.host}')
      .write(Buffer.alloc(${count}), () => console.log('sent'));`;
    const killed = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void killed.kill('SIGKILL'));
    await Promise.all([once(killed.stdout, 'data'), busy.offered.promise]);
    killed.kill('SIGKILL');
    expect(await answerTo(client)).toBe('x');
  });

  it('does not keep the board when its connection was reset', async () => {
    const { busy, client } = await serveBusyBoard();
    const first = await client();
    first.write('y');
    await busy.offered.promise;
    first.resetAndDestroy();
    await expect.poll(() => busy.disposed).toBe(true);
    expect(await answerTo(client)).toBe('x');
  });

  it('has said what it said, when the board takes it before another comes', async () => {
    const { busy, client } = await serveBusyBoard();
    const first = await client();
    first.write('import blink\r');
    await busy.offered.promise;
    first.end('blink.start()\r');
    await once(first, 'close');
    busy.takeAll();
    await expect.poll(() => busy.disposed).toBe(true);
    expect(Buffer.concat(busy.received).toString()).toBe('import blink\rblink.start()\r');
  });

  it('says no more when another has come', async () => {
    const { busy, client } = await serveBusyBoard();
    const first = await client();
    first.write('one');
    await busy.offered.promise;
    first.end('two');
    await once(first, 'close');
    expect(await answerTo(client)).toBe('x');
    expect(busy.disposed).toBe(true);
  });
});

/** A board that reads a piece in twenty turns of the event loop. */
class SlowLine extends LoopbackLine {
  #taking = Promise.resolve();
  #untaken = 0;
  taken = 0;
  mostUntaken = 0;

  override write(bytes: Uint8Array): Promise<void> {
    this.#untaken += bytes.length;
    this.mostUntaken = Math.max(this.mostUntaken, this.#untaken);
    this.#taking = this.#taking.then(async () => {
      for (let turn = 0; turn < 20; turn++) await setImmediate();
      this.#untaken -= bytes.length;
      this.taken += bytes.length;
    });
    return this.#taking;
  }
}

it('makes a client wait that sends faster than the board reads', async () => {
  const slow = new SlowLine();
  const { client } = await serve({ makeLine: () => slow });
  const socket = await client();
  socket.write(Buffer.alloc(16_000_000));
  await expect.poll(() => slow.taken, { timeout: 20_000 }).toBe(16_000_000);
  expect(slow.mostUntaken).toBeLessThan(1_500_000);
});

it('makes the board wait while its client does not read', async () => {
  const { lines, client } = await serve();
  const socket = await client();
  await expect.poll(() => lines.length).toBe(1);
  const total = 64_000_000;
  let [printed, read, mostUnread] = [0, 0, 0];
  const printing = (async () => {
    for (; printed < total; printed += 64_000) await lines[0]?.print(new Uint8Array(64_000));
  })();

  socket.on('data', (bytes) => {
    read += bytes.length;
    mostUnread = Math.max(mostUnread, printed - read);
  });
  await printing;
  await expect.poll(() => read).toBe(total);

  // The kernel's two buffers take some megabytes.
  expect(mostUnread).toBeLessThan(20_000_000);
});

it('ends the connection when the board resets, and says why when it crashes', async () => {
  const { lines, client } = await serve();
  const first = await client();
  await expect.poll(() => lines.length).toBe(1);
  lines[0]?.drop('reset', 'The board restarted.');
  expect(await take(first)).toBe('');
  first.destroy();
  await expect.poll(() => lines[0]?.disposed).toBe(true);

  const second = await client();
  await expect.poll(() => lines.length).toBe(2);
  lines[1]?.drop('lost', 'The board crashed.');
  expect(await take(second)).toBe('\r\nThe board crashed.\r\n');
});

it('types nothing into the board that a web page sends', async () => {
  const { lines, client } = await serve();
  const browser = await client();

  browser.write('POST /x HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n\x03import os\r\n');
  const answer = take(browser);
  await expect.poll(() => lines[0]?.disposed).toBe(true);
  browser.write('print(1)\r\n');

  expect(await answer).toMatch(/^This is the line of a simulated board, not a web page\./);
  browser.destroy();
  expect(lines[0]?.received).toEqual([]);
});

it('says which port is taken and what to do', async () => {
  const { served } = await serve();

  await expect(serveBoardOverTcp(() => new LoopbackLine(), { port: served.port })).rejects.toMatchObject({
    code: 'tcp-port-busy',
    message: `Another program listens on TCP port ${served.port}. Choose another port, or 0 to let Bramble pick a free one.`,
  });
});

it('refuses a port that is no port, and a host that is not this computer', async () => {
  for (const options of [{ port: 70_000 }, { port: 0, host: '192.0.2.77' }]) {
    await expect(serveBoardOverTcp(() => new LoopbackLine(), options)).rejects.toMatchObject({ code: 'usage' });
  }
});

it('lets go of port and client when it ends', async () => {
  const { lines, served, client } = await serve();
  const socket = await client();
  await expect.poll(() => lines.length).toBe(1);

  served.dispose();

  expect(await take(socket)).toBe('');
  await expect.poll(() => lines[0]?.disposed).toBe(true);
  const again = await serveBoardOverTcp(() => new LoopbackLine(), { port: served.port });
  again.dispose();
});
