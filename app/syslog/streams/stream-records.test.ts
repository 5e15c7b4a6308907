import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { largestFrameBytes } from './frames.ts';
import { StreamRecords } from './stream-records.ts';

const text = (messages: readonly Uint8Array[]) => messages.map((each) => Buffer.from(each).toString('latin1'));

function messagesOf(stream: string) {
  const records = new StreamRecords();
  return text([...records.push(Buffer.from(stream, 'latin1')), ...records.end()]);
}

const traceback = 'failed\nTraceback (most recent call last):\n  File "main.py", line 3, in <module>\n\nOSError: 5';

describe('a stream', () => {
  it.each([
    ['a traceback in lines', `<11>${traceback}\n<14>next\n`, [`<11>${traceback}`, '<14>next']],
    ['a traceback that a NUL ends', `<11>${traceback}\0bare\n`, [`<11>${traceback}`, 'bare']],
    ['a traceback and a message with a count', `<11>${traceback}\n7 <14>one`, [`<11>${traceback}`, '<14>one']],
    ['lines with CR LF', '<14>one\r\n two\r\n<14>three\r\n', ['<14>one\r\n two\r', '<14>three\r']],
    ['text without a PRI', 'one\n  two\n\nthree\n', ['one', '  two', 'three']],
    ['text before the first PRI', 'banner\n<14>one\n', ['banner', '<14>one']],
    ['text after a message with a count', '7 <14>onebare\nmore\n', ['<14>one', 'bare', 'more']],
    [
      'what looks like a PRI and is none',
      '<14>one\n<b>two\n<192>three\n<>four\n',
      ['<14>one\n<b>two\n<192>three\n<>four'],
    ],
    ['PRIs with zeros in front', '<14>one\n<006>two\n', ['<14>one', '<006>two']],
    ['empty lines between and behind', '\n<14>one\n\n\n<14>two\n\n', ['<14>one', '<14>two']],
    ['a message cut short', '<14>one\ntw', ['<14>one\ntw']],
  ])('of %s gives its messages', (_what, stream, expected) => {
    expect(messagesOf(stream)).toEqual(expected);
  });

  it('gives the same messages however its bytes are split', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary-ascii', maxLength: 60 }).map((each) => `<14>${each}\n`),
      fc.string({ unit: 'binary-ascii', maxLength: 60 }).map((each) => `${each.length + 4} <14>${each}`),
      fc.string({ unit: fc.constantFrom('0', '1', '9', ' ', '\n', '\0', '<', '>', 'a'), maxLength: 20 }),
    );
    fc.assert(
      fc.property(fc.array(part), fc.array(fc.integer({ min: 1, max: 20 })), (parts, sizes) => {
        const bytes = Buffer.from(parts.join(''), 'latin1');
        const records = new StreamRecords();
        const messages: Uint8Array[] = [];
        let start = 0;
        for (const size of sizes) {
          messages.push(...records.push(bytes.subarray(start, start + size)));
          start += size;
        }
        messages.push(...records.push(bytes.subarray(start)), ...records.end());
        expect(text(messages)).toEqual(messagesOf(bytes.toString('latin1')));
      }),
    );
  });

  it('gives a message before the next one is complete, and before one with a count', () => {
    const records = new StreamRecords();
    const given = ['<14>one\n', '<14', '>tw', 'o\n', '100 <14>'].map((piece) => text(records.push(Buffer.from(piece))));
    expect(given).toEqual([[], [], ['<14>one'], [], ['<14>two']]);
  });
});

describe('a message that nothing followed at once', () => {
  it('is given, and a line without a PRI that comes later stands for itself', () => {
    const records = new StreamRecords();
    const given = [records.push(Buffer.from('<14>one\ntwo\n')), records.settle(), records.settle()].map(text);
    expect([...given, text(records.push(Buffer.from('three\n')))]).toEqual([[], ['<14>one\ntwo'], [], ['three']]);
  });

  it('waits for the line that has begun', () => {
    const records = new StreamRecords();
    records.push(Buffer.from('<14>one\n  Fi'));
    const settled = records.settle();
    records.push(Buffer.from('le\n'));
    expect([text(settled), text(records.settle())]).toEqual([[], ['<14>one\n  File']]);
  });
});

describe('a message of lines', () => {
  it('has two hundred at most: what is poured in behind it comes a line a message', () => {
    const messages = messagesOf(`<14>first\n${'more\n'.repeat(300)}<14>last\n`);
    expect([messages.length, messages[0]?.split('\n').length, messages[1], messages.at(-1)]).toEqual([
      103,
      200,
      'more',
      '<14>last',
    ]);
  });

  it('is no larger than the largest datagram, and no byte is lost', () => {
    const line = 'x'.repeat(30_000);
    const messages = messagesOf(`<14>${line}\n${line}\n${line}\n`);
    expect(messages).toEqual([`<14>${line}\n${line}`, line]);
    expect(messages.every(({ length }) => length <= largestFrameBytes)).toBe(true);
  });

  it('ends where the stream announces 2 GB', () => {
    const records = new StreamRecords();
    expect([text(records.push(Buffer.from('<14>one\ntwo\n2147483648 <14>x'))), records.isRefused]).toEqual([
      ['<14>one\ntwo'],
      true,
    ]);
  });
});
