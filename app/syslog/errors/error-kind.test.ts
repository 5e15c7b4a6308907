import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { queryPredicate } from '../query/evaluate.ts';
import { parseQuery } from '../query/parse-query.ts';
import { read } from '../testing/read.ts';
import { errorKey, errorTitle, fingerprintOf } from './error-kind.ts';

const clock = { nowMs: 0, zoneOffsetMinutes: 0 };

/** As the parser gives it, from the first address of documentation. */
function lineOf(datagram: string) {
  return { ...read(datagram), address: '192.0.2.1', isSplit: false };
}

function keyOf(datagram: string): string {
  return errorKey(lineOf(datagram));
}

/** Whether the term of one line finds another. */
function finds(term: string, datagram: string): boolean {
  return queryPredicate(parseQuery(term, clock))({ ...lineOf(datagram), id: 1, receivedAtMs: 0 });
}

const traceback = (line: number, exception = 'OSError: [Errno 116] ETIMEDOUT', where = 'connect') =>
  `Traceback (most recent call last):\n  File "main.py", line ${line}, in <module>\n  File "/lib/wifi.py", line ${line + 29}, in ${where}\n${exception}`;

describe('lines of one kind', () => {
  it.each([
    ['numbers', '<11>Sensor 7 timed out after 3000 ms', '<11>Sensor 12 timed out after 12.5 ms'],
    ['addresses', '<11>No answer from 192.168.1.7:5514', '<11>No answer from 10.0.0.99:80'],
    ['MAC addresses', '<11>Lost 28:cd:c1:0a:01:02', '<11>Lost 28:cd:c1:ff:01:0b'],
    ['IPv6 addresses', '<11>From fe80::1 nothing', '<11>From fe80::2aa:ff:fe28:9c5a nothing'],
    ['hexadecimal numbers', '<11>Bad byte 0x1F', '<11>Bad byte 0xa'],
    ['objects', '<11>Failed: <Socket object at 20009ab0>', '<11>Failed: <Socket object at 20001240>'],
    ['UUIDs', '<11>Key 123e4567-e89b-12d3-a456-426614174000', '<11>Key 00000000-0000-0000-0000-00000000000f'],
    ['hashes', '<11>Have e661410403868c2a only', '<11>Have 4c4b2e11d9ab only'],
    ['what is quoted', '<11>Cannot open "a.txt": gone', '<11>Cannot open "b c.txt": gone'],
    ['what Python quotes', "<11>can't read b'\\x00'", "<11>can't read b'pico'"],
    ['board, severity and time', '<8>1 - a app - - - down', '<11>1 - b app 7 X - down'],
    ['what follows the first line', '<11>Config error:\n{1}', '<11>Config error:\nother'],
    ['usyslog’s space', '<11> Lost 4', '<11> Lost 5'],
    ['serial2syslog’s severity', '<9> text', '<11> text'],
    [
      'ekondayan’s 3164',
      '<11>Apr 30 18:45:34 host app: SYS@ctx lost 1',
      '<11>Apr 30 18:45:35 host app: SYS@ctx lost 22',
    ],
    ['robtinkers’ app', '<11>1 - - ident: - - - lost 1', '<11>1 - - ident: - - - lost 2'],
    ['line numbers of a traceback', `<11>${traceback(12)}`, `<11>${traceback(15)}`],
    ['what an exception says', `<11>${traceback(1, 'ValueError: 1')}`, `<11>${traceback(1, 'ValueError: x')}`],
    ['how an errno is written', `<11>${traceback(1, 'OSError: 116')}`, `<11>${traceback(1)}`],
    ['an app of a traceback', `<11>1 - a x - - - ${traceback(1)}`, `<14>1 - b y - CRASH - ${traceback(1)}`],
    ['bramble_log’s report', `<11>The last run ended by this:\n${traceback(1)}\n`, `<11>${traceback(1)}`],
    ['a mounted folder', `<11>${traceback(1).replaceAll('main.py', '/remote/main.py')}`, `<11>${traceback(1)}`],
    [
      'the depth of a recursion',
      '<11>Traceback (most recent call last):\n  File "m.py", line 1, in f\n  File "m.py", line 1, in f\nRuntimeError: maximum recursion depth exceeded',
      '<11>Traceback (most recent call last):\n  File "m.py", line 1, in f\nRuntimeError: maximum recursion depth exceeded',
    ],
    ['line ends', `<11>${traceback(1)}`, `<11>${traceback(1).replaceAll('\n', '\r\n')}`],
  ])('differ in %s', (_, one, other) => {
    expect(keyOf(one)).toBe(keyOf(other));
    expect(errorTitle(lineOf(one)).term).not.toBe('');
  });

  it.each([
    ['other words', '<11>Sensor 7 timed out', '<11>Sensor 7 failed'],
    ['another app', '<11>1 - a app - - - down', '<11>1 - a wifi - - - down'],
    ['another errno', '<11>[Errno 5] EIO', '<11>[Errno 116] ETIMEDOUT'],
    ['another exception', `<11>${traceback(1)}`, `<11>${traceback(1, 'ValueError: x')}`],
    ['another errno of a traceback', `<11>${traceback(1)}`, `<11>${traceback(1, 'OSError: [Errno 12] ENOMEM')}`],
    ['another function', `<11>${traceback(1)}`, `<11>${traceback(1, undefined, 'send')}`],
    ['a traceback', `<11>${traceback(1)}`, '<11>OSError: [Errno 116] ETIMEDOUT'],
  ])('are not of a kind with %s', (_, one, other) => {
    expect(keyOf(one)).not.toBe(keyOf(other));
    const found = finds(errorTitle(lineOf(one)).term, other);
    expect(found).toBe(false);
  });
});

describe('a kind is shown', () => {
  it('by its exception and where that was raised', () => {
    expect(errorTitle(lineOf(`<11>1 - kitchen main - - - ${traceback(12)}`))).toEqual({
      title: 'OSError: [Errno 116] ETIMEDOUT',
      place: { file: 'lib/wifi.py', named: '/lib/wifi.py', program: null, line: 41, inFunction: 'connect' },
      app: 'main',
      term: '/File "main\\.py", line \\d+, in <module>\\s+File "\\/lib\\/wifi\\.py", line \\d+, in connect\\s+OSError: \\[Errno 116(?!\\d)/',
    });
  });

  it('by the line without what changes', () => {
    expect(errorTitle(lineOf('<11>1 - kitchen wifi - - - No answer from 10.0.0.7:  "retry 3"'))).toEqual({
      title: 'No answer from #: "…"',
      place: null,
      app: 'wifi',
      term: 'severity>=error app:wifi /^No answer from \\d+(?:[.,:]\\d+)*: {2}"[^"\\n]{0,200}"(?=\\n|$)/',
    });
  });

  it('by the program that was run from here where the board’s line tells it', () => {
    const text = 'Traceback (most recent call last):\n  File "<stdin>", line 3, in <module>\nMemoryError: ';
    const line = { text, appName: 'main.py', isSplit: false };
    expect(errorTitle({ ...line, address: 'serial/sim:' }).place).toMatchObject({
      file: 'main.py',
      program: 'main.py',
    });
    expect(errorTitle({ ...line, address: '192.0.2.1' }).place).toMatchObject({ file: '<stdin>', program: null });
  });

  it('by the last of two tracebacks, without its lines of source', () => {
    const text = `${traceback(1)}\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File "x.py", line 2, in <module>\n    raise ValueError(1)\nValueError: 1`;
    const { title, place, term } = errorTitle(lineOf(`<11>${text}`));
    expect({ title, place }).toEqual({
      title: 'ValueError: 1',
      place: { file: 'x.py', named: 'x.py', program: null, line: 2, inFunction: '<module>' },
    });
    expect(finds(term, `<11>${text}`)).toBe(true);
  });

  it('by its last line where it came a line a message', () => {
    const { term } = errorTitle({ ...lineOf(`<11>${traceback(1)}`), isSplit: true });
    expect(term).toBe('/^ ?OSError: \\[Errno 116(?!\\d)/');
    expect(finds(term, '<11>OSError: [Errno 116] ETIMEDOUT')).toBe(true);
  });

  it('without an end of its traceback', () => {
    const text = 'Traceback (most recent call last):\n  File "main.py", line 3';
    expect(errorTitle(lineOf(`<11>${text}`)).title).toBe('A traceback without its last line');
    expect(finds(errorTitle(lineOf(`<11>${text}`)).term, `<11>${text}`)).toBe(true);
  });
});

it('a fingerprint is the same everywhere, and another for another kind', () => {
  expect(fingerprintOf('app\ndown')).toBe('f496aaca0de524f1');
  expect(new Set(Array.from({ length: 10_000 }, (_, at) => fingerprintOf(`app\n${at}`))).size).toBe(10_000);
});

/** What lines are made of, and what is hostile to whoever reads them. */
const piece = fc.oneof(
  fc.constantFrom(
    ...['Traceback (most recent call last):', '\n', '\n  File "', '", line ', ', in ', 'OSError: ', '[Errno 5]', '  '],
    ...[
      '"',
      "'",
      "b'",
      '0x',
      ':',
      '::',
      '-',
      '.',
      'at ',
      '1',
      '12.5',
      'deadbeef01',
      '\u202e',
      '␀',
      '\x1b[31m',
      '/',
      '\\',
    ],
    ...['(', ')', '[', '*', '{', '\ud800', '\u{e0041}', 'é', '日本', '\u2028', '123e4567-e89b-12d3-a456-426614174000'],
  ),
  fc.string({ maxLength: 8 }),
  fc
    .constantFrom('a', '1', '"', "'", ':', '1:', 'a1', '\n', ' ', '1.')
    .chain((each) => fc.integer({ min: 1, max: 400 }).map((count) => each.repeat(count))),
);
const text = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));

it('every line is found by the term of its kind, and its title is one line', () => {
  const appName = fc.constantFrom(null, 'app', 'my app', 'a"b\\', 'a*');
  fc.assert(
    fc.property(text, appName, (line, app) => {
      const error = { text: line, appName: app, address: '', isSplit: false };
      const { title, term } = errorTitle(error);
      expect(title).not.toMatch(/\n/);
      expect(title.length).toBeLessThanOrEqual(200);
      expect(term.length).toBeLessThanOrEqual(1000);
      expect(term).not.toMatch(/[^\S ]|\s\s|[\p{Cc}\p{Cf}\p{Cs}]/u);
      const row = { ...read('<11>x'), ...error, id: 1, receivedAtMs: 0 };
      expect(queryPredicate(parseQuery(`severity>=debug (${term})`, clock))(row)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

it.each([
  ['"', 65_000],
  ["'", 65_000],
  ['1:', 32_000],
  ['a1', 32_000],
  ['\n  File "', 6500],
  [' ', 65_000],
  ['Traceback (most recent call last):\n', 1800],
])('%j again and again is read at once', (each, count) => {
  const line = { text: each.repeat(count), appName: null, address: '', isSplit: false };
  expect(errorKey(line).length).toBeLessThanOrEqual(2000);
  const test = queryPredicate(parseQuery(errorTitle(line).term, clock));
  expect(test({ ...read('<11>x'), ...line, id: 1, receivedAtMs: 0 })).toBe(true);
});
