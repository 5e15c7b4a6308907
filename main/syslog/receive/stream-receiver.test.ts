import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { StreamReceiver } from './stream-receiver.ts';

/** A receiver whose owner has room for so many messages, until it is given more. */
async function receiving({ room = Number.POSITIVE_INFINITY, stallMs = 50 } = {}) {
  const state = { messages: [] as string[], lost: 0, room };
  const receiver = new StreamReceiver({
    offer: (bytes) => {
      const isTaken = state.messages.length < state.room;
      if (isTaken) state.messages.push(Buffer.from(bytes).toString());
      return isTaken;
    },
    onLost: () => state.lost++,
    stallMs,
  });
  onTestFinished(() => receiver.stop());
  const { port } = await receiver.start('127.0.0.1', 0);
  const open = async () => {
    const socket = connect(port, '127.0.0.1');
    socket.resume();
    await once(socket, 'connect');
    return socket;
  };
  return { state, receiver, open };
}

it('a stream that stalls inside a message is closed, and what came of it is kept; one that is silent stays', async () => {
  const { state, open } = await receiving();
  const [silent, stalled] = [await open(), await open()];
  silent.write('<14>whole\n');
  stalled.write('100 <14>half');
  await once(stalled, 'close');
  await expect.poll(() => state.messages).toEqual(['<14>whole', '<14>half']);
  expect(silent.destroyed).toBe(false);
  silent.destroy();
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
