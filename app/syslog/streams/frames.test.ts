import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameReader, largestFrameBytes, type StreamFrame } from './frames.ts';

const text = (frames: readonly StreamFrame[]) => frames.map(({ bytes }) => Buffer.from(bytes).toString('latin1'));

function framesOf(stream: string) {
  const reader = new FrameReader();
  return text([...reader.push(Buffer.from(stream, 'latin1')), ...reader.end()]);
}

describe('a stream', () => {
  it.each([
    ['lines', '<14>one\n<14>two\r\n\n<14>three', ['<14>one', '<14>two\r', '', '<14>three']],
    ['counts', '7 <14>one8 <14>t\nwo', ['<14>one', '<14>t\nwo']],
    ['both, mixed', '7 <14>one<14>two\n9 <14>three', ['<14>one', '<14>two', '<14>three']],
    ['a count and a line feed after it', '7 <14>one\n7 <14>two\n', ['<14>one', '', '<14>two', '']],
    ['a count with zeros before it', '000002 ab\n<14>x\n', ['000002 ab', '<14>x']],
    [
      'digits that are no count',
      '2026-04-30 x\n12:30 y\n12345678901 z\n7',
      ['2026-04-30 x', '12:30 y', '12345678901 z', '7'],
    ],
    ['numbers that are no count', '21 degrees\n99999 lux\n7 <14>one', ['21 degrees', '99999 lux', '<14>one']],
    [
      'NULs at the end, as of Python’s SysLogHandler',
      '<14>one\0<14>two\0\n<14>three\n',
      ['<14>one', '<14>two', '', '<14>three'],
    ],
    ['counts with NULs in the messages', '9 <14>o\0ne\n<14>two\0', ['<14>o\0ne\n', '<14>two']],
    ['a message cut short', '20 <14>one', ['<14>one']],
    ['nothing', '', []],
  ])('of %s gives its messages', (_what, stream, expected) => {
    expect(framesOf(stream)).toEqual(expected);
  });

  it('gives the same messages however its bytes are split', () => {
    const message = fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 300 }).map((each) => `<14>${each}`);
    const framed = fc.oneof(
      message.map((each) => `${each.length} ${each}`),
      message.map((each) => `${each.replaceAll('\n', ' ')}\n`),
      fc.string({ unit: fc.constantFrom('0', '1', '9', ' ', '\n', '<', 'a'), maxLength: 20 }),
    );
    fc.assert(
      fc.property(fc.array(framed), fc.array(fc.integer({ min: 1, max: 50 })), (parts, sizes) => {
        const bytes = Buffer.from(parts.join(''), 'latin1');
        const reader = new FrameReader();
        const frames: StreamFrame[] = [];
        let start = 0;
        for (const size of sizes) {
          frames.push(...reader.push(bytes.subarray(start, start + size)));
          start += size;
        }
        frames.push(...reader.push(bytes.subarray(start)), ...reader.end());
        expect(text(frames)).toEqual(framesOf(bytes.toString('latin1')));
      }),
    );
  });

  it('that announces 2 GB is refused, and gives nothing more', () => {
    const reader = new FrameReader();
    const frames = reader.push(Buffer.from('7 <14>one2147483648 <14>two\n<14>three\n'));
    expect([text(frames), reader.isRefused, text(reader.push(Buffer.from('<14>x\n'))), text(reader.end())]).toEqual([
      ['<14>one'],
      true,
      [],
      [],
    ]);
  });

  it('with an endless line comes in pieces of the largest message, and no byte is lost', () => {
    const frames = framesOf('1'.repeat(11) + 'x'.repeat(2 * largestFrameBytes));
    expect(frames.map(({ length }) => length)).toEqual([largestFrameBytes, largestFrameBytes, 11]);
  });
});
