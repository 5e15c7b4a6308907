import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TracebackFilter } from './traceback-filter.ts';

function filtered(pieces: readonly string[]): string {
  const filter = new TracebackFilter();
  const out = pieces.map((piece) => Buffer.from(filter.push(Buffer.from(piece))).toString());
  return out.join('') + Buffer.from(filter.flush()).toString();
}

const traceback = [
  'Traceback (most recent call last):\r\n',
  '  File "<stdin>", line 2, in <module>\r\n',
  '  File "<board:/_board.py", line 12, in sleep\r\n',
  '  File "main.py", line 1, in f\r\n',
  'KeyboardInterrupt: \r\n',
];

describe('The traceback filter', () => {
  it('takes out the lines of Bramble’s own Python and nothing else', () => {
    expect(filtered(traceback)).toBe(traceback.filter((line) => !line.includes('<board:')).join(''));
  });

  it('does so however the bytes are split', () => {
    const text = `${traceback.join('')}  File "<boar`;
    fc.assert(
      fc.property(fc.array(fc.nat(text.length)), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), text.length];
        expect(filtered(at.slice(1).map((end, index) => text.slice(at[index], end)))).toBe(filtered([text]));
      }),
    );
  });

  it('passes what only begins like such a line, or stands in the middle of one', () => {
    const text = '  File "<stdin>"\n  Fil\nx  File "<board:/a.py"\n  File "<boards"\n';
    expect(filtered([text])).toBe(text);
  });

  it('makes no copy of what passes as it is', () => {
    const filter = new TracebackFilter();
    for (const text of ['line', ' ', '1\n', '  indented\n', '  File "main.py", line 1, in f\r\n']) {
      const bytes = Buffer.from(text);
      expect(filter.push(bytes)).toBe(bytes);
    }
  });

  it('holds back what may become such a line until it is flushed', () => {
    const filter = new TracebackFilter();
    expect(Buffer.from(filter.push(Buffer.from('name?\n  '))).toString()).toBe('name?\n');
    expect(Buffer.from(filter.flush()).toString()).toBe('  ');
    expect(Buffer.from(filter.push(Buffer.from('File "<board:'))).toString()).toBe('File "<board:');
  });
});
