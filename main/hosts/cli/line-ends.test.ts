import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LineEndFold } from './line-ends.ts';

it('folds CRLF to LF however the bytes are split, and keeps every other CR', () => {
  const text = fc.string({ unit: fc.constantFrom('\r', '\n', 'a') });
  fc.assert(
    fc.property(fc.array(text), (pieces) => {
      const fold = new LineEndFold();
      const parts = pieces.map((piece) => fold.push(Buffer.from(piece)));
      const folded = Buffer.concat([...parts, fold.end()]).toString();
      expect(folded).toBe(pieces.join('').replaceAll('\r\n', '\n'));
    }),
  );
});
