import { expect, test } from 'vitest';
import type { LoggedPlace } from '../../app/contract/index.ts';
import { createSentText } from './sent-text.ts';

function bench(names: Record<string, string>) {
  const sent = {
    boards: () => ['id:E6614104031F5A2B', 'sim:', 'sim:twin', 'tcp:10.0.0.9:2217'],
    textAt: (board: string, place: object, atMs: number) => ({
      text: `${board} ${Object.entries(place).flat().join(' ')} at ${atMs}`,
      sentAtMs: 1,
    }),
  };
  const sentText = createSentText({ sent, loggedName: async (address) => names[address] ?? null });
  return (place: Partial<LoggedPlace>) =>
    sentText({ address: '10.0.0.5', hostname: 'kitchen', receivedAtMs: 7, file: 'main.py', program: null, ...place });
}

test('a row is of the board that has its name in the log, or the name that boards have by default', async () => {
  const sentText = bench({ 'sim:': 'kitchen' });
  expect(await sentText({})).toBe('sim: file /main.py at 7');
  expect(await sentText({ hostname: 'pico-1f5a2b' })).toBe('id:E6614104031F5A2B file /main.py at 7');
  expect(await sentText({ hostname: 'shed' })).toBeNull();
});

test('a row of what a board printed is of that board', async () => {
  expect(await bench({})({ address: 'serial/sim:twin' })).toBe('sim:twin file /main.py at 7');
});

test('nobody knows of which of two boards with one name a row is', async () => {
  const sentText = bench({ 'sim:': 'kitchen', 'sim:twin': 'kitchen' });
  expect(await sentText({})).toBeNull();
  expect(await sentText({ address: 'serial/sim:' })).toBe('sim: file /main.py at 7');
});

test('a place is a file of the board, or the program that was run', async () => {
  const sentText = bench({ 'sim:': 'kitchen' });
  const files = ['/lib/wifi.py', 'flash/main.py', '/remote/main.py', ''];
  expect(await Promise.all(files.map((file) => sentText({ file })))).toEqual([
    'sim: file /lib/wifi.py at 7',
    'sim: file /main.py at 7',
    null,
    null,
  ]);
  expect(await sentText({ file: 'main.py', program: 'main.py' })).toBe('sim: program main.py at 7');
});
