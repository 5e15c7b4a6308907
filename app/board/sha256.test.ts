import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sha256Hex } from './sha256.ts';

it('is what every other SHA-256 computes, at every length around a block', () => {
  const lengths = fc.oneof(fc.integer({ min: 0, max: 130 }), fc.integer({ min: 0, max: 5_000 }));
  const bytes = lengths.chain((length) => fc.uint8Array({ minLength: length, maxLength: length }));
  fc.assert(
    fc.property(bytes, (input) => {
      expect(sha256Hex(input)).toBe(createHash('sha256').update(input).digest('hex'));
    }),
  );
});

it('takes a part of a larger buffer', () => {
  const all = new TextEncoder().encode('xxabcxx');
  expect(sha256Hex(all.subarray(2, 5))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
