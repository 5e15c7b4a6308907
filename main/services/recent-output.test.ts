import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RecentOutput } from './recent-output.ts';

it('keeps the newest bytes and their position, however the output was cut', () => {
  const chunks = fc.array(fc.uint8Array({ maxLength: 30 }), { maxLength: 20 });
  fc.assert(
    fc.property(chunks, fc.integer({ min: 1, max: 40 }), (output, maxBytes) => {
      const recent = new RecentOutput(maxBytes);
      const positions = output.map((chunk) => recent.add(chunk));
      const all = output.flatMap((chunk) => [...chunk]);
      const kept = all.slice(-maxBytes);
      const { bytes, position } = recent.read();
      expect({ bytes: [...bytes], position }).toEqual({ bytes: kept, position: all.length - kept.length });
      expect(positions).toEqual(output.map((_chunk, index) => output.slice(0, index).flatMap((c) => [...c]).length));
    }),
  );
});
