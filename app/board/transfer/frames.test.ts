import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readFrames } from '../../../tests/support/upload-agent.ts';
import { encodeFrame } from './frames.ts';

/** Bytes in which those that matter are frequent. */
const payloads = fc.oneof(
  fc.uint8Array({ maxLength: 6000, size: 'max' }),
  fc.array(fc.constantFrom(0, 1, 2, 3, 4, 0x73, 0x65), { maxLength: 300 }).map((bytes) => Uint8Array.from(bytes)),
  // Every value occurs, so that the parts get short.
  fc
    .uint8Array({ minLength: 256, maxLength: 600 })
    .map((bytes) => Uint8Array.from([...bytes, ...Array.from({ length: 512 }, (_, at) => (at * 7) & 0xff)])),
);

it('a frame is read as it was written, and never holds Ctrl-C', () => {
  fc.assert(
    fc.property(payloads, (payload) => {
      const frame = encodeFrame('plain', payload);
      expect(frame.includes(3)).toBe(false);
      expect(readFrames(frame)).toEqual([{ kind: 'p', payload: Buffer.from(payload), inflatedBytes: 0 }]);
    }),
  );
});

it('a frame of random bytes costs a quarter of a percent more at most', () => {
  const random = fc.sample(fc.uint8Array({ minLength: 4096, maxLength: 4096, size: 'max' }), {
    numRuns: 1,
    seed: 7,
  })[0];
  expect(encodeFrame('plain', random ?? new Uint8Array(0)).length).toBeLessThan(4096 * 1.0025);
});
