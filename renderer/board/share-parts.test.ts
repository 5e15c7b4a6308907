import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shareParts } from './share-parts.ts';

test('what is equal stays the same object, what changed is new', () => {
  const before = { pins: [{ level: 0 }, { level: 1 }], picture: Uint8Array.of(1, 2), gone: 1 };
  const next = shareParts(before, { pins: [{ level: 0 }, { level: 0 }], picture: Uint8Array.of(1, 2), gone: 1 });
  expect([next.pins[0] === before.pins[0], next.pins === before.pins, next.picture === before.picture]).toEqual([
    true,
    false,
    true,
  ]);
  expect(shareParts(before, structuredClone(before))).toBe(before);
});

test('whatever came before, the result equals the new one', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (before, next) => {
      expect(shareParts(before, structuredClone(next))).toEqual(next);
    }),
  );
});

test('bytes that differ are the new ones, also beside what is no bytes', () => {
  const bytes = Uint8Array.of(1, 3);
  expect([shareParts(Uint8Array.of(1, 2), bytes), shareParts([1, 3], bytes), shareParts(null, bytes)]).toEqual([
    bytes,
    bytes,
    bytes,
  ]);
});
