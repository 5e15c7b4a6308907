import fc from 'fast-check';
import { expect, it } from 'vitest';
import { deflate } from '../../../main/platform/deflate.ts';
import { readFrames, readStream } from '../../../tests/support/upload-agent.ts';
import { concat } from '../bytes.ts';
import { sha256Hex } from '../sha256.ts';
import { type UploadEntry, uploadFrames } from './upload-stream.ts';

const path = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).map((name) => `/${name}`);
const contents = fc.oneof(
  fc.uint8Array({ maxLength: 20_000 }),
  fc.string({ maxLength: 200 }).map((text) => new TextEncoder().encode(text.repeat(200))),
  fc.uint8Array({ minLength: 500, maxLength: 9_000, size: 'max' }),
);
const entries = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('folder' as const), path }),
    fc.record({ kind: fc.constant('file' as const), path, bytes: contents }),
  ),
  { minLength: 1, maxLength: 6 },
);

it.each([
  ['deflated', deflate],
  ['as it is', null],
])('a stream %s holds every entry, its share reaches 1, and one frame closes it', (_how, how) => {
  fc.assert(
    fc.property(entries, fc.constantFrom(12, 14), (wanted: UploadEntry[], windowBits) => {
      const sent = [...uploadFrames(wanted, { deflate: how, windowBits })];
      const frames = readFrames(concat(sent.map(({ bytes }) => bytes)));
      expect(frames.map(({ kind }) => kind).indexOf('e')).toBe(frames.length - 1);
      expect(sent.map(({ closes }) => closes).indexOf(true)).toBe(sent.length - 1);
      expect(sent.at(-2)?.share).toBe(1);
      expect(readStream(frames)).toEqual(
        wanted.map((entry) =>
          entry.kind === 'file'
            ? { path: entry.path, hash: sha256Hex(entry.bytes).slice(0, 32), bytes: Buffer.from(entry.bytes) }
            : { path: entry.path, hash: '00'.repeat(16), bytes: null },
        ),
      );
    }),
    { numRuns: 40 },
  );
});

it('no frame makes the board hold more than 12 KB', () => {
  const random = Uint8Array.from({ length: 50_000 }, (_, at) => (at * at * 31 + (at >> 3)) & 0xff);
  const text = new TextEncoder().encode('value = sensor.read()\n'.repeat(4_000));
  const sent = [random, text].flatMap((bytes) => [
    ...uploadFrames([{ kind: 'file', path: '/x', bytes }], { deflate, windowBits: 14 }),
  ]);
  expect(Math.max(...sent.map(({ bytes }) => bytes.length))).toBeLessThan(12_400);
});
