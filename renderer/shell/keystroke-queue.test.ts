import { expect, test } from 'vitest';
import { KeystrokeQueue } from './keystroke-queue.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const settle = async () => {
  for (let i = 0; i < 4; i += 1) await Promise.resolve();
};

test('keys typed while a call is under way go together in the next, in order', async () => {
  const calls: { text: string; done: () => void }[] = [];
  const queue = new KeystrokeQueue(
    (sent) => new Promise((done) => calls.push({ text: new TextDecoder().decode(sent), done })),
    () => {},
  );
  for (const key of ['p', 'r', 'i']) queue.push(bytes(key));
  calls[0]?.done();
  await settle();
  calls[1]?.done();
  await settle();
  queue.push(bytes('\x03'));
  expect(calls.map(({ text }) => text)).toEqual(['p', 'ri', '\x03']);
});

test('a refused call drops what was typed behind it and is reported once', async () => {
  const reported: unknown[] = [];
  const sent: string[] = [];
  const refuse = async (chunk: Uint8Array) => {
    sent.push(new TextDecoder().decode(chunk));
    if (sent.length === 1) throw new Error('no board');
  };
  const queue = new KeystrokeQueue(refuse, (error) => reported.push(error));
  queue.push(bytes('a'));
  queue.push(bytes('b'));
  await settle();
  queue.push(bytes('c'));
  await settle();
  expect({ sent, reported }).toEqual({ sent: ['a', 'c'], reported: [new Error('no board')] });
});
