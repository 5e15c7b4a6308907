import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { LoopbackLine } from '../../tests/loopback-line.ts';
import { serveBoardOverTcp } from './tcp-server.ts';

async function serve() {
  const lines: LoopbackLine[] = [];
  const served = await serveBoardOverTcp(
    () => {
      const line = new LoopbackLine();
      lines.push(line);
      return line;
    },
    { port: 0 },
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
