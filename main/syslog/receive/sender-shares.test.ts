import { expect, it, vi } from 'vitest';
import { DatagramRing } from './datagram-ring.ts';
import { SenderShares } from './sender-shares.ts';

it('a flood from one host leaves the others their room, and what it lost is counted', () => {
  const ring = DatagramRing.create(131_072);
  const datagram = new Uint8Array(1000);
  const pushed = { flood: 0, quiet: 0 };
  for (let index = 0; index < 1000; index++) if (ring.push(datagram, '10.0.0.1', 0)) pushed.flood++;
  for (let index = 0; index < 20; index++) if (ring.push(datagram, '10.0.0.2', 0)) pushed.quiet++;
  const { received, dropped } = ring.counts();
  expect([pushed.quiet, pushed.flood + pushed.quiet + dropped, received]).toEqual([20, 1020, 1020]);
  expect(ring.losses).toEqual([{ address: '10.0.0.1', count: dropped }]);
  // Three quarters of the ring.
  expect(pushed.flood).toBeGreaterThan(90);
  expect(pushed.flood).toBeLessThan(98);
});

it('a sender has its share back when what it sent was stored', () => {
  const ring = DatagramRing.create(131_072);
  const into = new Uint8Array(131_072);
  const fill = (address: string) => {
    let count = 0;
    while (ring.push(new Uint8Array(1000), address, 0)) count++;
    return count;
  };
  const counts = [fill('10.0.0.1'), fill('10.0.0.2')];
  for (let batch = ring.read(into, 1000); batch !== null; batch = ring.read(into, 1000)) ring.release(batch, 'stored');
  counts.push(fill('10.0.0.1'));
  expect(counts[2]).toBe(counts[0]);
  expect(counts[1]).toBeGreaterThan(20);
});

it('more senders than can be told apart are one', () => {
  const shares = new SenderShares(1_000_000);
  const senders = Array.from({ length: 10_000 }, (_, index) => shares.senderOf(`host ${index}`));
  for (const sender of senders) shares.take(sender, 50);
  const mayTake = ['host 9999', 'host 1'].map((address) => shares.mayTake(shares.senderOf(address), 50));
  for (const sender of senders) shares.giveBack(sender, 50);
  expect([mayTake, shares.mayTake(shares.senderOf('a newcomer'), 700_000)]).toEqual([[false, true], true]);
});

it('who holds nothing any more is looked for when somebody does, not for each of a flood of senders', () => {
  const shares = new SenderShares(1_000_000);
  const looks = vi.spyOn(Map.prototype, Symbol.iterator);
  const held = Array.from({ length: 10_000 }, (_, index) => {
    const sender = shares.senderOf(`host ${index}`);
    shares.take(sender, 50);
    return sender;
  });
  const looksAtFlood = looks.mock.calls.length;
  for (const sender of held) shares.giveBack(sender, 50);
  const numbers = new Set(Array.from({ length: 1000 }, (_, index) => shares.senderOf(`newcomer ${index}`)));
  const looksAfterwards = looks.mock.calls.length - looksAtFlood;
  looks.mockRestore();
  expect([looksAtFlood, looksAfterwards, numbers.size]).toEqual([0, 1, 1000]);
});
