import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { StreamReceiver } from './stream-receiver.ts';

/** A receiver whose owner has room for so many messages, until it is given more. */
async function receiving({
  room = Number.POSITIVE_INFINITY,
  stallMs = 50,
  mostConnections = 10,
  goesOnMs = 5,
  mostEnded = 10,
} = {}) {
  const state = { messages: [] as string[], lost: 0, room };
  const receiver = new StreamReceiver({
    offer: (bytes) => {
      const isTaken = state.messages.length < state.room;
      if (isTaken) state.messages.push(Buffer.from(bytes).toString());
      return isTaken;
    },
    onLost: () => state.lost++,
    stallMs,
    goesOnMs,
    mostConnections,
    mostEnded,
  });
  onTestFinished(() => receiver.stop());
  const { port } = await receiver.start('127.0.0.1', 0);
  const open = async (localAddress = '127.0.0.1') => {
    const socket = connect({ port, host: '127.0.0.1', localAddress });
    socket.resume();
    await once(socket, 'connect');
    return socket;
  };
  return { state, receiver, port, open };
}

it('a stream that stalls inside a message is closed, and what came of it is kept; one that is silent stays', async () => {
  const { state, open } = await receiving();
  const [silent, stalled] = [await open(), await open()];
  silent.write('<14>whole\n');
  stalled.write('100 <14>half');
  await once(stalled, 'close');
  await expect.poll(() => state.messages.toSorted()).toEqual(['<14>half', '<14>whole']);
  expect(silent.destroyed).toBe(false);
  silent.destroy();
});

it('lines that follow a message are more of it, in whatever pieces they come', async () => {
  const { state, open } = await receiving({ goesOnMs: 60_000 });
  const socket = await open();
  const send = (text: string) => new Promise((resolve) => socket.write(text, resolve));
  for (const piece of [
    '<11>fai',
    'led\n',
    'Traceback (most recent call last):\n  File "main',
    '.py"\n',
    'OSError: 5\n',
  ]) {
    await send(piece);
  }
  await send('<14>next\n');
  const failed = '<11>failed\nTraceback (most recent call last):\n  File "main.py"\nOSError: 5';
  await expect.poll(() => state.messages).toEqual([failed]);
  socket.end();
  await expect.poll(() => state.messages).toEqual([failed, '<14>next']);
});

it('a message that nothing follows at once is handed on, and a line that comes later stands for itself', async () => {
  const { state, open } = await receiving();
  const socket = await open();
  socket.write('<14>one\n');
  await expect.poll(() => state.messages).toEqual(['<14>one']);
  socket.write('two\n');
  await expect.poll(() => state.messages).toEqual(['<14>one', 'two']);
});

it('what finds no room waits, and comes in order when there is some, also after the stream has ended', async () => {
  const { state, open } = await receiving({ room: 2 });
  const socket = await open();
  socket.end('one\ntwo\nthree\nfour\nthe end of it');
  await expect.poll(() => state.messages).toEqual(['one', 'two']);
  state.room = 3;
  await expect.poll(() => state.messages).toEqual(['one', 'two', 'three']);
  state.room = 5;
  await expect.poll(() => state.messages).toEqual(['one', 'two', 'three', 'four', 'the end of it']);
  expect(state.lost).toBe(0);
});

it('what still finds no room when all is stopped is told as lost, once each', async () => {
  const { state, receiver, open } = await receiving({ room: 1 });
  const socket = await open();
  socket.write('one\ntwo\nthree\nhalf');
  await expect.poll(() => state.messages).toEqual(['one']);
  await receiver.stop();
  expect(state).toMatchObject({ messages: ['one'], lost: 3 });
});

it.skipIf(process.platform !== 'linux')(
  'the host with the most connections gives way to others, the oldest first',
  async () => {
    const { state, open } = await receiving({ mostConnections: 3 });
    const other = await open('127.0.0.2');
    const [first, second] = [await open(), await open()];
    const closed = once(first, 'close');
    const late = await open('127.0.0.3');
    await closed;
    for (const socket of [other, second, late]) socket.end(`from ${socket.localAddress}\n`);
    await expect.poll(() => state.messages.toSorted()).toEqual(['from 127.0.0.1', 'from 127.0.0.2', 'from 127.0.0.3']);
  },
);

it.skipIf(process.platform !== 'linux')('the system asks whether a silent sender is still there', async () => {
  const { port, open } = await receiving();
  const silent = await open();
  const hex = (number: number | undefined) => Number(number).toString(16).toUpperCase().padStart(4, '0');
  const own = new RegExp(`:${hex(port)} \\S+:${hex(silent.localPort)} \\S+ \\S+ (\\d+)`);
  // 02 is the timer that asks.
  await expect.poll(async () => own.exec(await readFile('/proc/net/tcp', 'utf8'))?.[1]).toBe('02');
});

it('streams that ended wait for room, but not any number of them', async () => {
  const { state, open } = await receiving({ room: 0, mostEnded: 3 });
  for (let count = 1; count <= 5; count++) {
    const socket = await open();
    socket.end(`<14>one of ${count}\n<14>two of ${count}\n`);
    await once(socket, 'close');
  }
  await expect.poll(() => state.lost).toBe(4);
  state.room = 100;
  await expect.poll(() => state.messages.length).toBe(6);
});

it('what has arrived when all is stopped is handed on, of a connection that was just made as well', async () => {
  const { state, receiver, open } = await receiving();
  const known = await open();
  known.write('first\n');
  await expect.poll(() => state.messages).toEqual(['first']);
  const sent = (socket: Socket, text: string) => new Promise((resolve) => socket.write(text, resolve));
  const lines = Array.from({ length: 2000 }, (_, index) => `line ${index}`);
  const late = await open();
  await Promise.all([sent(known, `${lines.join('\n')}\n`), sent(late, 'late\n')]);
  await receiver.stop();
  expect(state.messages.toSorted()).toEqual(['first', 'late', ...lines].toSorted());
});
