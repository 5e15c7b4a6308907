import { expect, it } from 'vitest';
import { boardIdentity } from './identity.ts';

it('gives a board the same numbers every time and another board others', () => {
  const [first, again, other] = [boardIdentity('default'), boardIdentity('default'), boardIdentity('kitchen')];

  expect(first).toEqual(again);
  expect([first.uniqueId.length, first.mac.length]).toEqual([8, 6]);
  expect(other.uniqueId).not.toEqual(first.uniqueId);
  expect(other.mac).not.toEqual(first.mac);
});
