import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DatagramRing } from './datagram-ring.ts';

const smallest = 131_072;
const scratch = new Uint8Array(200_000);

function datagram(length: number, fill: number): Uint8Array {
  return new Uint8Array(length).fill(fill);
}

/** Takes all there is, a batch at a time. */
function takeAll(ring: DatagramRing, limit = 1000) {
  const taken: { bytes: number[]; address: string; receivedAtMs: number }[] = [];
  for (let batch = ring.read(scratch, limit); batch !== null; batch = ring.read(scratch, limit)) {
    let start = 0;
    for (const [index, end] of batch.ends.entries()) {
      const [address = '', receivedAtMs = 0] = [batch.addresses[index], batch.receivedAtMs[index]];
      taken.push({ bytes: [...batch.bytes.subarray(start, end)], address, receivedAtMs });
      start = end;
    }
    ring.release(batch, 'stored');
  }
  return taken;
}

describe('the ring', () => {
  it('gives datagrams back as they came, the empty one too', () => {
    const ring = DatagramRing.create(smallest);
    ring.push(datagram(3, 7), '192.168.1.7', 1_700_000_000_123);
    ring.push(datagram(0, 0), 'fe80::1%wlan0', 5);
    expect(takeAll(ring)).toEqual([
      { bytes: [7, 7, 7], address: '192.168.1.7', receivedAtMs: 1_700_000_000_123 },
      { bytes: [], address: 'fe80::1%wlan0', receivedAtMs: 5 },
    ]);
  });

  it('is the same ring seen from another thread', () => {
    const ring = DatagramRing.create(smallest);
    ring.push(datagram(1, 9), '::1', 1);
    expect(takeAll(new DatagramRing(ring.memory))).toEqual([{ bytes: [9], address: '::1', receivedAtMs: 1 }]);
  });

  it('keeps a batch until it is released', () => {
    const ring = DatagramRing.create(smallest);
    ring.push(datagram(1, 1), 'a', 1);
    const [first, second] = [ring.read(scratch, 10), ring.read(scratch, 10)];
    expect([first?.ends, second?.ends, ring.isEmpty]).toEqual([[1], [1], false]);
  });

  it('reads no more than fits', () => {
    const ring = DatagramRing.create(smallest);
    for (let index = 0; index < 5; index++) ring.push(datagram(40, index), 'a', index);
    expect([ring.read(new Uint8Array(100), 10)?.ends, ring.read(scratch, 3)?.ends]).toEqual([
      [40, 80],
      [40, 80, 120],
    ]);
  });

  it('counts what finds no room as dropped, and has room again after a release', () => {
    const ring = DatagramRing.create(smallest);
    const large = datagram(65_507, 1);
    const pushed = [ring.push(large, 'a', 1), ring.push(large, 'a', 2), ring.push(large, 'a', 3)];
    takeAll(ring);
    pushed.push(ring.push(large, 'a', 4));
    expect([pushed, ring.counts()]).toEqual([
      [true, true, false, true],
      { received: 4, dropped: 1, stored: 2, unwritten: 0 },
    ]);
  });

  it('takes the largest datagram from any place, as long as it is empty', () => {
    const ring = DatagramRing.create(smallest);
    const large = datagram(65_507, 1);
    for (let place = 0; place < 40; place++) {
      ring.push(datagram(5_000, 2), 'a', 1);
      takeAll(ring);
      expect(ring.push(large, '2001:db8:0000:0000:0000:ff00:0042:8329', 1)).toBe(true);
      expect(takeAll(ring)).toHaveLength(1);
    }
  });

  it('loses, doubles and mixes up nothing, whatever is pushed and taken when', () => {
    const push = fc.record({
      length: fc.oneof(fc.nat(300), fc.nat(65_507)),
      address: fc.constantFrom('10.0.0.1', '::1', 'fe80::1%wlan0'),
    });
    const steps = fc.array(
      fc.oneof({ weight: 4, arbitrary: push }, { weight: 1, arbitrary: fc.constant('take' as const) }),
      {
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(steps, (all) => {
        const ring = DatagramRing.create(smallest);
        const expected: unknown[] = [];
        const taken: unknown[] = [];
        for (const [index, step] of all.entries()) {
          if (step === 'take') taken.push(...takeAll(ring, 3));
          else if (ring.push(datagram(step.length, index), step.address, index)) {
            expected.push({ bytes: Array(step.length).fill(index), address: step.address, receivedAtMs: index });
          }
        }
        taken.push(...takeAll(ring));
        const { received, dropped, stored } = ring.counts();
        expect(taken).toEqual(expected);
        expect([received, stored]).toEqual([all.filter((step) => step !== 'take').length, received - dropped]);
      }),
      { numRuns: 60 },
    );
  });

  it('goes on over the wrap of its positions at 2^32', () => {
    const ring = DatagramRing.create(smallest);
    const control = new Int32Array(ring.memory, 0, 2);
    control.fill(-32);
    for (let index = 0; index < 6; index++) ring.push(datagram(10, index), 'a', index);
    expect(takeAll(ring).map(({ receivedAtMs }) => receivedAtMs)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('refuses a size that positions cannot be reckoned in', () => {
    expect(() => DatagramRing.create(200_000)).toThrow(RangeError);
  });
});

describe('waiting', () => {
  it('does not begin while something lies in the ring or other work waits', () => {
    const ring = DatagramRing.create(smallest);
    ring.wait(Number.POSITIVE_INFINITY, () => true);
    ring.push(datagram(1, 1), 'a', 1);
    ring.wait(Number.POSITIVE_INFINITY, () => false);
    expect(ring.isEmpty).toBe(false);
  });

  it('ends after its time', () => {
    const ring = DatagramRing.create(smallest);
    const startedMs = performance.now();
    ring.wait(20, () => false);
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(19);
  });
});
