import fc from 'fast-check';
import { expect, it } from 'vitest';
import { concat, decode, encode } from '../bytes.ts';
import { MountReader } from './mount-stream.ts';

function question(head: unknown[], body: Uint8Array): Uint8Array {
  const payload = concat([encode(`${JSON.stringify(head)}\n`), body]);
  return concat([encode(`\x18BR${payload.length.toString(16).padStart(4, '0')}`), payload]);
}

const output = fc.string({ unit: fc.constantFrom('a', '\n', '\x18', 'B', 'R', '0', '\x04'), maxLength: 12 });
const part = fc.oneof(
  output.map((text) => ({ bytes: encode(text), text })),
  fc.uint8Array({ maxLength: 40 }).map((body) => ({ bytes: question(['write', 1], body), text: `<${[...body]}>` })),
);

it('output and questions are told apart however the bytes are cut', () => {
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), fc.array(fc.nat(), { maxLength: 8 }), (parts, cuts) => {
      const all = concat(parts.map(({ bytes }) => bytes));
      const read = (pieces: readonly Uint8Array[]) => {
        let seen = '';
        const reader = new MountReader({
          onOutput: (bytes) => {
            seen += decode(bytes);
          },
          onQuestion: ({ body }) => {
            seen += `<${[...body]}>`;
          },
        });
        for (const piece of pieces) void reader.push(piece);
        return seen;
      };
      const ends = [...new Set(cuts.map((cut) => cut % (all.length + 1)))].sort((a, b) => a - b);
      const pieces = [0, ...ends].map((from, index) => all.subarray(from, ends[index] ?? all.length));
      expect(read(pieces)).toBe(read([all]));
    }),
  );
});

it('a question is answered, and what only looks like one is shown', () => {
  let shown = '';
  const questions: unknown[] = [];
  const reader = new MountReader({
    onOutput: (bytes) => {
      shown += decode(bytes);
    },
    onQuestion: ({ head, body }) => questions.push([head, decode(body)]),
  });
  void reader.push(concat([encode('x\x18BRzz \x18BR0003{}\n'), question(['stat', '/a\n'], encode('b')), encode('y')]));
  expect({ shown, questions }).toEqual({ shown: 'x\x18BRzz \x18BR0003{}\ny', questions: [[['stat', '/a\n'], 'b']] });
});
