import fc from 'fast-check';
import { expect, it } from 'vitest';
import { concat, encode } from '../bytes.ts';
import { type DownloadEvent, DownloadReader } from './download-stream.ts';

/** What the agent sends of contents. */
function chunk(bytes: Uint8Array): Uint8Array {
  const marks = [...bytes].filter((byte) => byte === 0x1b || byte === 4).map((byte) => (byte === 4 ? 1 : 0));
  const header = `\x1ed${bytes.length},${BigInt(`0b1${marks.join('')}`).toString(16)}\r\n`;
  return concat([encode(header), bytes.map((byte) => (byte === 4 ? 0x1b : byte))]);
}

function read(pieces: readonly Uint8Array[]): DownloadEvent[] {
  const events: DownloadEvent[] = [];
  const reader = new DownloadReader((event) => events.push(event));
  for (const piece of pieces) reader.push(piece);
  reader.end();
  return events;
}

const contents = fc.array(fc.oneof(fc.nat(255), fc.constantFrom(0x04, 0x0a, 0x1b, 0x1e, 0x65, 0x74)), {
  minLength: 1,
  maxLength: 300,
});

it('a download is read alike however it is cut, with what the background prints set apart', () => {
  fc.assert(
    fc.property(contents, fc.array(fc.nat(), { maxLength: 8 }), (numbers, cuts) => {
      const bytes = Uint8Array.from(numbers);
      const all = concat([encode('\x1ef300\r\nnoise\r\n'), chunk(bytes), encode('more\x1eh00ff\r\n\x1e!2\r\nrest')]);
      const ends = [...new Set(cuts.map((cut) => cut % all.length))].sort((a, b) => a - b);
      const pieces = [0, ...ends].map((from, index) => all.subarray(from, ends[index] ?? all.length));
      expect(read(pieces)).toEqual([
        { kind: 'size', sizeBytes: 300 },
        { kind: 'noise', bytes: encode('noise\r\n') },
        { kind: 'bytes', bytes },
        { kind: 'noise', bytes: encode('more') },
        { kind: 'end', hash: '00ff' },
        { kind: 'failed', errno: 2 },
        { kind: 'noise', bytes: encode('rest') },
      ]);
    }),
  );
});
