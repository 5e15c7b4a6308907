import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeOutput } from './output-position.ts';

test('however kept and pushed output overlap, every byte is shown once and in order', () => {
  const overlap = fc.tuple(
    fc.uint8Array({ minLength: 1, maxLength: 60 }),
    fc.nat(),
    fc.array(fc.integer({ min: 1, max: 9 })),
  );
  fc.assert(
    fc.property(overlap, ([output, keptSeed, sizes]) => {
      const kept = keptSeed % (output.length + 1);
      let shown: number[] = [...output.subarray(0, kept)];
      let shownBytes = kept;
      // The pushes begin somewhere inside of what was kept, as they do when both were under way.
      let position = Math.floor(kept / 2);
      for (const size of [...sizes, output.length]) {
        const placed = placeOutput(shownBytes, position, output.subarray(position, position + size));
        shown = [...shown, ...placed.bytes];
        shownBytes = placed.shownBytes;
        position = Math.min(output.length, position + size);
        if (position === output.length) break;
      }
      expect(shown).toEqual([...output]);
    }),
  );
});
