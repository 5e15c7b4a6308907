import { expect, it } from 'vitest';
import { SenderLosses } from './sender-losses.ts';

it('tells the sender of most first, and every loss, however many addresses are forged', () => {
  const losses = new SenderLosses();
  for (let index = 0; index < 30; index++) losses.add('10.0.0.1');
  for (let index = 0; index < 60; index++) losses.add('10.0.0.2');
  for (let index = 0; index < 5000; index++) losses.add(`forged ${index}`);
  losses.add('10.0.0.1');
  const list = losses.list();
  expect(list.slice(0, 3)).toEqual([
    { address: null, count: 4002 },
    { address: '10.0.0.2', count: 60 },
    { address: '10.0.0.1', count: 31 },
  ]);
  expect(list.reduce((sum, { count }) => sum + count, 0)).toBe(5091);
});
