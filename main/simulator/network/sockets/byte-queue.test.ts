import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ByteQueue } from './byte-queue.ts';

const chunks = fc.array(fc.uint8Array({ maxLength: 20 }));

it('gives the bytes back in order, however they came and are taken', () => {
  fc.assert(
    fc.property(chunks, fc.integer({ min: 1, max: 30 }), (pushed, size) => {
      const queue = new ByteQueue();
      for (const chunk of pushed) queue.push(chunk);
      const all = pushed.flatMap((chunk) => [...chunk]);
      expect(queue.length).toBe(all.length);

      const taken: number[] = [];
      const into = new Uint8Array(size);
      for (let count = queue.take(into); count > 0; count = queue.take(into)) taken.push(...into.subarray(0, count));

      expect(taken).toEqual(all);
      expect(queue.length).toBe(0);
    }),
  );
});

it('splits into the same lines, however the bytes came', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', '\n', 'bc', '\n\n')), (parts) => {
      const queue = new ByteQueue();
      for (const part of parts) queue.push(Buffer.from(part));

      const lines: string[] = [];
      const into = new Uint8Array(1000);
      for (let count = queue.take(into, true); count > 0; count = queue.take(into, true)) {
        lines.push(Buffer.from(into.subarray(0, count)).toString());
      }

      expect(lines).toEqual(parts.join('').match(/[^\n]*\n|[^\n]+$/g) ?? []);
    }),
  );
});
