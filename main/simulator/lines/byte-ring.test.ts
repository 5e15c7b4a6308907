import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteRing } from './byte-ring.ts';

const ringOf = (capacity: number, startAt = 0) =>
  new ByteRing(new Int32Array([startAt, startAt]), new Uint8Array(capacity));

describe('A byte ring', () => {
  it('gives back what was put, in order, whatever the sizes of puts and takes, and past the end of its counters', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.uint8Array({ maxLength: 40 }), fc.nat(40)), { maxLength: 60 }),
        fc.constantFrom(0, 2 ** 31 - 20, -20),
        (steps, startAt) => {
          const ring = ringOf(32, startAt);
          const put: number[] = [];
          const taken: number[] = [];
          for (const [bytes, takeLength] of steps) {
            const before = ring.free;
            const count = ring.put(bytes);
            expect(count).toBe(Math.min(bytes.length, before));
            put.push(...bytes.subarray(0, count));
            const target = new Uint8Array(takeLength);
            taken.push(...target.subarray(0, ring.take(target)));
          }
          const rest = new Uint8Array(32);
          taken.push(...rest.subarray(0, ring.take(rest)));
          expect(taken).toEqual(put);
        },
      ),
    );
  });

  it('holds no more than its capacity', () => {
    const ring = ringOf(8);
    expect([ring.put(new Uint8Array(20)), ring.put(new Uint8Array(1)), ring.length, ring.free]).toEqual([8, 0, 8, 0]);
  });

  it('is empty after clear', () => {
    const ring = ringOf(8);
    ring.put(Uint8Array.of(1, 2, 3));
    ring.clear();
    ring.put(Uint8Array.of(4));
    const target = new Uint8Array(8);
    expect([...target.subarray(0, ring.take(target))]).toEqual([4]);
  });
});
