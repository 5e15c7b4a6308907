import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SyslogRow } from '../message.ts';
import { row } from '../testing/read.ts';
import { FoldedRows } from './folded-rows.ts';
import { foldTracebacks, TracebackFolder, TracebackPages } from './traceback-fold.ts';

/** Rows of one sender, 10 ms apart unless a number says how many ms pass; gives what each goes on with. */
function fold(...lines: (string | number | { of: string; text: string })[]) {
  const folder = new TracebackFolder();
  let receivedAtMs = 1_000_000;
  const result: (number | null)[] = [];
  for (const line of lines) {
    if (typeof line === 'number') {
      receivedAtMs += line;
      continue;
    }
    receivedAtMs += 10;
    const { of: sender, text } = typeof line === 'string' ? { of: 'kitchen', text: line } : line;
    result.push(folder.take({ id: result.length + 1, sender, text, receivedAtMs }));
  }
  return result;
}

const traceback = [
  'Traceback (most recent call last):',
  '  File "main.py", line 12, in <module>',
  '  File "wifi.py", line 3, in connect',
  'OSError: [Errno 5] EIO',
];

describe('a traceback', () => {
  it('that comes a line a datagram is one event, which its last line ends', () => {
    expect(fold('hello', ...traceback, 'KeyError', 'hello')).toEqual([null, null, 2, 2, 2, null, null]);
  });

  it('is not disturbed by what the program or another board says meanwhile', () => {
    const [head = '', first = '', second = '', end = ''] = traceback;
    expect(fold(head, 'retry in 3 s', { of: 'garage', text: '  indented' }, first, second, end)).toEqual([
      null,
      null,
      null,
      1,
      1,
      1,
    ]);
  });

  it('of two boards at once are two events', () => {
    const lines = traceback.flatMap((text) => [
      { of: 'a', text },
      { of: 'b', text },
    ]);
    expect(fold(...lines)).toEqual([null, null, 1, 2, 1, 2, 1, 2]);
  });

  it('that begins anew, or was left open for long, takes nothing more', () => {
    const [head = '', first = ''] = traceback;
    expect(fold(head, first, head, first, 4000, '  later', 'OSError')).toEqual([null, 1, null, 3, null, null]);
  });

  it('that is whole in one message stands for itself', () => {
    expect(fold(traceback.join('\n'), '  indented')).toEqual([null, null]);
  });

  it('ends with any exception’s name, with a text or without', () => {
    for (const end of ['KeyboardInterrupt:', 'StopIteration', 'app.errors.TooHot: 90 °C', 'ValueError: a\nb']) {
      expect(fold(traceback[0] ?? '', traceback[1] ?? '', end, '  x')).toEqual([null, 1, 1, null]);
    }
  });
});

/** Received so many ms after the epoch as its id says. */
const rowOf = (id: number, text: string, parts: Partial<SyslogRow> = {}) =>
  row({ id, text, receivedAtMs: id, ...parts });

it('rows with tracebacks among them have each as one row, as urgent as its most urgent line', () => {
  const rows = [
    rowOf(1, 'hello'),
    rowOf(2, traceback[0] ?? ''),
    rowOf(3, traceback[1] ?? '', { severity: 3 }),
    rowOf(4, 'another board', { hostname: 'garage' }),
    rowOf(5, traceback[3] ?? ''),
    rowOf(6, '  File "left", line 1'),
  ];
  expect(foldTracebacks(rows).map(({ id, severity, text }) => [id, severity, text])).toEqual([
    [1, 5, 'hello'],
    [2, 3, [traceback[0], traceback[1], traceback[3]].join('\n')],
    [4, 5, 'another board'],
    [6, 5, '  File "left", line 1'],
  ]);
});

describe('pages of rows', () => {
  const [head = '', first = '', , last = ''] = traceback;

  it('are folded as all rows at once, however they are cut', () => {
    const line = fc.record({
      hostname: fc.constantFrom('a', 'b', 'c'),
      text: fc.constantFrom(head, first, last, 'something else'),
      passedMs: fc.constantFrom(0, 10, 1000, 3001),
    });
    const lines = fc.array(line, { maxLength: 40 });
    fc.assert(
      fc.property(lines, fc.array(fc.nat(39), { maxLength: 6 }), (lines, cuts) => {
        let receivedAtMs = 0;
        const rows = lines.map(({ hostname, text, passedMs }, index) => {
          receivedAtMs += passedMs;
          return rowOf(index + 1, text, { hostname, receivedAtMs });
        });
        const pages = new TracebackPages();
        const bounds = [0, ...cuts.sort((a, b) => a - b), rows.length];
        const taken = bounds.slice(1).flatMap((end, index) => pages.take(rows.slice(bounds[index], end)));
        expect([...taken, ...pages.end()]).toEqual(foldTracebacks(rows));
      }),
    );
  });

  it('are folded as all rows at once while a window of them grows, moves on and begins anew', () => {
    const texts = fc.array(fc.constantFrom(head, first, last, 'something else'), { minLength: 1, maxLength: 40 });
    const windows = fc.array(fc.tuple(fc.nat(40), fc.nat(40)), { maxLength: 8 });
    fc.assert(
      fc.property(texts, windows, (texts, windows) => {
        const rows = texts.map((text, index) => rowOf(index + 1, text));
        const folded = new FoldedRows();
        for (const [from, to] of windows) {
          const window = rows.slice(from, to);
          expect(folded.of(window)).toEqual(foldTracebacks(window));
        }
      }),
    );
  });

  it('hold back no row that is certain, and give up a traceback that would hold back too many', () => {
    const pages = new TracebackPages();
    const ids = (rows: SyslogRow[]) => rows.map(({ id }) => id);
    expect(ids(pages.take([rowOf(1, 'hello'), rowOf(2, head, { hostname: 'a' }), rowOf(3, 'hello')]))).toEqual([1]);
    expect(ids(pages.take([]))).toEqual([]);
    expect(ids(pages.take([rowOf(4, 'hello'), rowOf(5, first, { hostname: 'a', receivedAtMs: 3001 })]))).toEqual([]);
    expect(ids(pages.take([rowOf(6, 'hello', { receivedAtMs: 6002 })]))).toEqual([2, 3, 4, 6]);
    const many = Array.from({ length: 10_001 }, (_, index) => rowOf(8 + index, 'hello', { receivedAtMs: 7000 }));
    const opened = rowOf(7, head, { hostname: 'a', receivedAtMs: 7000 });
    expect(pages.take([opened, ...many]).length).toBe(10_002);
    const piece = rowOf(20_000, first, { hostname: 'a', receivedAtMs: 7000 });
    expect([...pages.take([piece]), ...pages.end()]).toEqual([piece]);
  });
});
