import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SyslogRow } from '../message.ts';
import { message } from '../testing/read.ts';
import { completeQuery } from './complete.ts';
import { queryPredicate } from './evaluate.ts';
import { parseQuery, readQuery } from './parse-query.ts';

/** Sunday, 22 November 2026, 12:00 UTC, one hour east. */
const nowMs = Date.UTC(2026, 10, 22, 12);
const clock = { nowMs, zoneOffsetMinutes: 60 };
const parse = (text: string) => parseQuery(text, clock);
const word = (text: string) => ({ kind: 'word', text });

function row(parts: Partial<SyslogRow>): SyslogRow {
  return { ...message({}), id: 1, receivedAtMs: nowMs, address: '192.168.1.7', ...parts };
}

const passes = (query: string, parts: Partial<SyslogRow>) => queryPredicate(parse(query))(row(parts));

describe('a query', () => {
  it('of nothing lets everything pass', () => {
    expect([parse(''), parse('  \t')]).toEqual(Array(2).fill({ kind: 'all', of: [] }));
  });

  it('reads every kind of term', () => {
    expect(
      parse('severity>=warning host:pico-kitchen app:"my app" "exact phrase" word -not after:10m /re gex/i has:raw'),
    ).toEqual({
      kind: 'all',
      of: [
        { kind: 'severity', severities: [0, 1, 2, 3, 4] },
        { kind: 'field', field: 'host', pattern: 'pico-kitchen' },
        { kind: 'field', field: 'app', pattern: 'my app' },
        { kind: 'phrase', text: 'exact phrase' },
        word('word'),
        { kind: 'not', of: word('not') },
        { kind: 'after', timeMs: nowMs - 600_000 },
        { kind: 'regex', source: 're gex', ignoresCase: true },
        { kind: 'has', what: 'raw' },
      ],
    });
  });

  it('binds OR less than terms beside one another, and groups', () => {
    expect([parse('a b OR c'), parse('a (b OR -(c d))')]).toEqual([
      { kind: 'any', of: [{ kind: 'all', of: [word('a'), word('b')] }, word('c')] },
      {
        kind: 'all',
        of: [
          word('a'),
          { kind: 'any', of: [word('b'), { kind: 'not', of: { kind: 'all', of: [word('c'), word('d')] } }] },
        ],
      },
    ]);
  });

  it('lets AND stand between terms', () => {
    expect([parse('a AND b OR c AND -d'), parse('(a AND b)'), parse('and')]).toEqual([
      parse('a b OR c -d'),
      parse('a b'),
      word('and'),
    ]);
  });

  it.each([
    'OSError:',
    'http://10.0.0.1/x',
    '12:30:45',
    'temp=21.5',
    'a)',
    'foo(bar)',
    'or',
    'x<5',
    'sev>=3',
    '100%',
    'ORDER',
    'a-b',
  ])('takes %s for a word', (text) => {
    expect(parse(text)).toEqual(word(text));
  });

  it.each([
    ['severity>warning', [0, 1, 2, 3]],
    ['severity<=notice', [5, 6, 7]],
    ['severity<6', [7]],
    ['severity:err', [3]],
    ['Severity=Panic', [0]],
  ])('compares severities by urgency: %s', (text, severities) => {
    expect(parse(text)).toEqual({ kind: 'severity', severities });
  });

  it.each([
    ['30s', nowMs - 30_000],
    ['2d', nowMs - 172_800_000],
    ['09:15', Date.UTC(2026, 10, 22, 8, 15)],
    ['2026-11-20', Date.UTC(2026, 10, 19, 23)],
    ['2026-11-22T10:00', Date.UTC(2026, 10, 22, 9)],
    ['2026-11-22T10:00:01.5', Date.UTC(2026, 10, 22, 9, 0, 1, 500)],
    ['2026-11-22T10:00Z', Date.UTC(2026, 10, 22, 10)],
    ['2026-11-22T10:00-05:30', Date.UTC(2026, 10, 22, 15, 30)],
  ])('reads the time %s', (text, timeMs) => {
    expect(parse(`before:${text}`)).toEqual({ kind: 'before', timeMs });
  });

  it('takes a time of last summer for one of the zone’s summer', () => {
    const summerMs = Date.UTC(2026, 9, 25, 1);
    const berlin = { nowMs, zoneOffsetMinutes: (timeMs: number) => (timeMs < summerMs ? 120 : 60) };
    expect([parseQuery('after:2026-07-01T10:00', berlin), parseQuery('after:10:00', berlin)]).toEqual([
      { kind: 'after', timeMs: Date.UTC(2026, 6, 1, 8) },
      { kind: 'after', timeMs: Date.UTC(2026, 10, 22, 9) },
    ]);
  });

  it.each([
    ['a "b', 2, 4, 'closing quote'],
    ['ok hots:pico', 3, 12, 'no field “hots”'],
    ['host:', 0, 5, 'value is missing'],
    ['a AND', 5, 6, 'Something to look for'],
    ['a severity!=error', 2, 17, '-severity:error'],
    ['severity>=loud', 0, 14, 'severity is one of'],
    ['after:yesterday', 0, 15, 'is no time'],
    ['after:2026-02-30', 0, 16, 'is no time'],
    ['after:', 0, 6, 'value is missing'],
    ['has:fun', 0, 7, 'raw, data'],
    ['ok host>pico', 3, 12, 'Write host:pico'],
    ['ok sev>=warn', 3, 12, 'Write severity>=warn'],
    ['/(/', 0, 3, 'cannot be read'],
    ['/lib/wifi.py', 0, 12, 'A path goes in quotes'],
    ['/a/g', 0, 4, 'only an i'],
    ['a OR', 4, 5, 'missing'],
    ['OR b', 0, 1, 'missing'],
    ['x (a', 2, 3, 'closing )'],
    ['()', 1, 2, 'missing'],
    ['a - b', 2, 3, 'nothing does'],
    ['--a', 0, 1, 'nothing does'],
    ['""', 0, 2, 'nothing between'],
    ['('.repeat(21), 20, 21, 'at most 20 deep'],
    ['a '.repeat(101), 200, 201, 'at most 100 terms'],
    ['x'.repeat(2001), 0, 1, 'at most 2000'],
  ])('that is wrong says what and where: %s', (text, start, end, says) => {
    const reading = readQuery(text, clock);
    expect(reading).toEqual({
      kind: 'problem',
      problem: { message: expect.stringContaining(says), start, end },
    });
  });

  it('that is wrong is thrown as bad-query, with the place counted from 1', () => {
    expect(() => parse('ok hots:pico')).toThrow(
      expect.objectContaining({ code: 'bad-query', message: expect.stringContaining('at character 4:') }),
    );
  });

  it('is read or refused with a place inside it, whatever it is', () => {
    const piece = fc.constantFrom(
      ...[
        '"',
        '/',
        '(',
        ')',
        '-',
        ' ',
        'OR',
        'host:',
        'severity',
        '>=',
        'err',
        'after:',
        '1h',
        'a',
        '\\',
        '*',
        '😀',
        '\ud800',
      ],
    );
    const anyQuery = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(anyQuery, (text) => {
        const reading = readQuery(text, clock);
        if (reading.kind === 'query') queryPredicate(reading.root)(row({ text }));
        else expect(reading.problem.start).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a row', () => {
  it.each([
    ['wlan', 'WLAN up', true],
    ['ret*', 'now-retrying', true],
    ['ret', 'now-retrying', false],
    ['retry', 'now-retry!', true],
    ['*', 'a * b', true],
    ['etry*', 'retry', false],
    ['error: 11', 'OSError: 113', false],
    ['OSError:', 'an OSError: 113', true],
    ['k', '5 \u212A', false],
    ['größe', 'GRÖSSE GRÖßE', true],
    ['x', 'e\u0301x', false],
    ['e', 'e\u0301x', false],
    ['%', '100%', true],
    ['"ssl failed"', 'SSL failed!', true],
    ['"ssl fail"', 'SSL failed!', false],
    ['"ssl"', 'openssl', false],
    ['text:ssl', 'openssl', true],
    ['/ret.y/', 'RETRY', false],
    ['/ret.y/i', 'RETRY', true],
  ])('is found by %s in “%s”: %s', (query, text, expected) => {
    expect(passes(query, { text })).toBe(expected);
  });

  it('is found by words of host and app, and by whole fields', () => {
    const parts = { hostname: 'Pico-Kitchen', appName: 'wifi', procId: '7' };
    expect(
      [
        'kitchen',
        'wi*',
        'host:pico-*',
        'host:pico',
        'app:WIFI',
        'address:192.168.*',
        'proc:7',
        'msgid:*',
        '-app:x',
      ].map((query) => passes(query, parts)),
    ).toEqual([true, true, true, false, true, true, true, false, true]);
  });

  it('is chosen by its parts and times', () => {
    const parts = { severity: 3, facility: 16, format: 'rfc5424', raw: new Uint8Array(1) } as const;
    expect(
      [
        'severity>=err',
        'facility:local0',
        'facility:1',
        'format:rfc5424',
        'via:network',
        'via:serial',
        'has:raw',
        'has:data',
        'after:1m',
        'before:1m',
      ].map((query) => passes(query, parts)),
    ).toEqual([true, true, false, true, true, false, true, false, true, false]);
  });
});

describe('completion', () => {
  const known = { hosts: ['pico-1', 'pico kitchen', 'lab'], apps: ['wifi'] };
  const inserts = (text: string, cursor = text.length) =>
    completeQuery(text, cursor, known).map(({ insert }) => insert);

  it('offers fields, then their values', () => {
    expect([inserts('host'), inserts('x -ho'), inserts('host:pi'), inserts('severity>=e'), inserts('(app:')]).toEqual([
      ['host:'],
      ['host:'],
      ['pico-1', '"pico kitchen"'],
      ['emergency', 'error'],
      ['wifi'],
    ]);
  });

  it('replaces only what is being written', () => {
    expect(completeQuery('a -host:pi b', 10, known)[0]).toMatchObject({ insert: 'pico-1', start: 8, end: 10 });
  });

  it('offers nothing inside quotes, and nothing that stands there already', () => {
    expect([inserts('"host:'), inserts('app:wifi')]).toEqual([[], []]);
  });
});
