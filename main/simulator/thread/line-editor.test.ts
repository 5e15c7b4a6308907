import { describe, expect, it } from 'vitest';
import { endOfInput, LineEditor } from './line-editor.ts';

/** Types bytes; gives the lines that came out, and what was echoed. */
function type(text: string): { lines: (string | undefined)[]; echo: string } {
  const echoed: Buffer[] = [];
  const editor = new LineEditor((bytes) => void echoed.push(Buffer.from(bytes)));
  editor.begin();
  const lines: string[] = [];
  for (const byte of Buffer.from(text)) {
    const line = editor.feed(byte);
    if (line === undefined) continue;
    lines.push(line);
    editor.begin();
  }
  return { lines, echo: Buffer.concat(echoed).toString() };
}

describe('The line editor of input()', () => {
  it('echoes what is typed and ends the line at CR', () => {
    expect(type('Ada\r')).toEqual({ lines: ['Ada'], echo: 'Ada\r\n' });
  });

  it('takes CR LF for one line end and LF for one, too', () => {
    expect(type('a\r\nb\nc\r').lines).toEqual(['a', 'b', 'c']);
  });

  it('removes the character before the cursor, a whole one, and redraws the rest', () => {
    expect(type('ab\x7f\r')).toEqual({ lines: ['a'], echo: 'ab\b\x1b[K\r\n' });
    expect(type('aé\b\r').lines).toEqual(['a']);
    expect(type('abc\x1b[D\x7f\r')).toEqual({ lines: ['ac'], echo: 'abc\b\b\x1b[Kc\b\r\n' });
  });

  it('moves by cursor keys, Home and End', () => {
    expect(type('bc\x1b[Ha\x1b[Fd\r').lines).toEqual(['abcd']);
    expect(type('bc\x01a\x05d\r').lines).toEqual(['abcd']);
    expect(type('ac\x1b[Db\x1b[Cd\r').lines).toEqual(['abcd']);
    expect(type('abc\x1b[D\x1b[3~\r').lines).toEqual(['ab']);
  });

  it('ends the input at Ctrl-D on an empty line only', () => {
    expect(type('\x04').lines).toEqual([endOfInput]);
    expect(type('a\x04\r').lines).toEqual(['a']);
  });

  it('does nothing with keys that it does not know', () => {
    expect(type('a\x1b[5~\x1bOP\x00\x02\x1b[A\x05b\r').lines).toEqual(['ab']);
  });
});
