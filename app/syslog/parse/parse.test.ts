import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { datagramOf } from '../export/format.ts';
import type { ParsedSyslogMessage } from '../message.ts';
import { bytesOf, noonOfMay, read } from '../testing/read.ts';
import { DatagramChunk, isUtf8 } from './datagram.ts';
import { parseSyslog, parseSyslogIn } from './parse.ts';

/** Bytes that look like syslog: pieces of its syntax and of anything else, in any order. */
const nearlySyslog = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '<14>',
        '<34>1 ',
        '<',
        '>',
        ' ',
        '-',
        ' - ',
        ':',
        ': ',
        '[',
        ']',
        '"',
        '\\',
        '=',
        '\0',
        '\n',
        '\r\n',
      ),
      fc.constantFrom(
        'Oct 11 22:14:15',
        '2003-10-11T22:14:15.003Z',
        '2003-10-11T22:14:15',
        'host',
        'app',
        'app[1]:',
        '\uFEFF',
      ),
      fc.constantFrom('[a b="c"]', '[a b="\\n\\]"]', 'BOM', 'größe', '😀', '\uFFFD', '␀'),
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.uint8Array({ maxLength: 4 }),
    ),
    { maxLength: 14 },
  )
  .map((pieces) => Buffer.concat(pieces.map((piece) => Buffer.from(piece as string))));
/** Messages of the shape of RFC 5424 and RFC 3164, right and slightly wrong. */
const piece = (...pieces: string[]) => fc.constantFrom(...pieces);
const ending = piece('', '', ' ', '\n', '\0');
const rfc5424Shaped = fc
  .tuple(
    piece(
      '<14>1 2003-10-11T22:14:15.003Z',
      '<14>1 -',
      '<191>1 2003-10-11T22:14:15',
      '<1>1 2003-08-24T05:14:15.0000001Z',
    ),
    piece(' h', ' -', ' größe', ' '),
    piece(' a', ' -', ' ident:'),
    piece(' 1', ' -'),
    piece(' ID', ' -', ` ${'x'.repeat(33)}`),
    piece(' -', ' [a]', ' [a b="c"]', ' [a b="\\"\\\\\\]"]', ' [a b="\\n]"][c]', ' [a b="c"', ' [a\0 b="ä"]', ' '),
    piece('', ' ', ' text', ' \uFEFFtext', ' BOMtext', '  text', ' ä', 'x'),
    ending,
  )
  .map((pieces) => Buffer.from(pieces.join('')));
const rfc3164Shaped = fc
  .tuple(
    piece('<14>', '<14> ', '<0>', '<14>  ', ''),
    piece('', '', '45: ', '*'),
    piece(
      '',
      'Oct 11 22:14:15',
      'Oct  1 22:14:15.5',
      'Oct 1 2024 22:14:15',
      '2003-10-11T22:14:15Z',
      '2003-10-11T22:14:15,1+0100',
    ),
    piece('', ' ', '  ', ':', ': '),
    piece('', 'host', 'größe', 'Connected'),
    piece('', ' ', '  '),
    piece('', 'app:', 'app[1]:', 'app[]:', 'OSError:'),
    piece('', ' ', '  ', 'text', ' text', ' \0', ' ä\0b'),
    ending,
  )
  .map((pieces) => Buffer.from(pieces.join('')));
const anyBytes = fc.oneof(rfc5424Shaped, rfc3164Shaped, nearlySyslog, fc.uint8Array({ maxLength: 200 }));
const aDay = fc.record({
  receivedAtMs: fc.integer({ min: 0, max: 4e12 }),
  zoneOffsetMinutes: fc.integer({ min: -720, max: 840 }),
});

function comparable(parsed: ParsedSyslogMessage) {
  return { ...parsed, raw: parsed.raw && Buffer.from(parsed.raw) };
}

function readAlone(datagram: Uint8Array) {
  return comparable(parseSyslog(datagram, noonOfMay));
}

function readTogether(datagrams: readonly Uint8Array[]) {
  const chunk = new DatagramChunk(Buffer.concat(datagrams));
  let start = 0;
  return datagrams.map(({ length }) => {
    start += length;
    return comparable(parseSyslogIn(chunk, start - length, start, noonOfMay));
  });
}

describe('any datagram', () => {
  it('is read without an error, and its bytes can be had back', () => {
    fc.assert(
      fc.property(anyBytes, aDay, (bytes, reception) => {
        expect(Buffer.from(datagramOf(parseSyslog(bytes, reception)))).toEqual(Buffer.from(bytes));
      }),
      { numRuns: 5000 },
    );
  });

  it('has a facility, a severity and a time that are what they should be', () => {
    fc.assert(
      fc.property(anyBytes, aDay, (bytes, reception) => {
        const { facility, severity, timestampMs, timestampText } = parseSyslog(bytes, reception);
        expect(facility >= 0 && facility <= 23 && severity >= 0 && severity <= 7).toBe(true);
        expect(timestampMs === null).toBe(timestampText === null);
        expect(timestampMs === null || Number.isSafeInteger(timestampMs)).toBe(true);
      }),
    );
  });

  it('has no NUL in what is stored as text', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const { raw: _raw, ...parsed } = parseSyslog(bytes, noonOfMay);
        expect(JSON.stringify(parsed)).not.toContain('\\u0000');
      }),
    );
  });

  it('reads the same alone as in a chunk of many', () => {
    fc.assert(
      fc.property(fc.array(anyBytes, { maxLength: 6 }), (datagrams) => {
        expect(readTogether(datagrams)).toEqual(datagrams.map(readAlone));
      }),
    );
  });

  it.each([
    '<165>1 2003-08-24T05:14:15.000003-07:00 h a 1 i [x y="z\\]"][q] text',
    '<34>Oct 11 22:14:15 mymachine su[1]: text',
    '<34>Oct 11 2003 22:14:15.5: %SYS-5: text',
    '<34>2003-10-11T22:14:15+0200 größe su: text',
    '<34>45: app: text',
  ])('that ends anywhere in %s does not read on into its neighbour', (whole) => {
    const bytes = bytesOf(whole);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const pieces = [bytes.subarray(0, cut), bytes.subarray(cut)];
      expect(readTogether(pieces)).toEqual(pieces.map(readAlone));
    }
  });

  it.each([
    ['quotes', '<14>1 - - - - - [a b="', '\\"'],
    ['brackets', '<14>1 - - - - - ', '[a]'],
    ['digits', '<14>1 2024-05-01T12:00:00.', '0'],
    ['a tag', '<14>', 'a'],
    ['spaces', '<14>Oct 11 22:14:15 ', ' '],
    ['broken UTF-8', '<14>\xff', '\xc3'],
  ])('of 65,507 bytes of %s takes no more than a moment', (_case, head, piece) => {
    const bytes = Buffer.from(head + piece.repeat(70_000), 'latin1').subarray(0, 65_507);
    // This thread's processor time: what else the computer does is not the parser's.
    const before = process.threadCpuUsage();
    parseSyslog(bytes, noonOfMay);
    const { user, system } = process.threadCpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(250);
  });
});

describe('bytes that are not plain text', () => {
  it('are read as Latin-1 when they are not UTF-8, and kept', () => {
    const bytes = Buffer.from('<14>app: 21 \xb0C', 'latin1');
    expect(parseSyslog(bytes, noonOfMay)).toMatchObject({ appName: 'app', text: '21 °C', raw: bytes });
  });

  it('are read as UTF-8 when they are, a real replacement character included', () => {
    expect(read('<14>app: größe 😀 \uFFFD')).toMatchObject({ text: 'größe 😀 \uFFFD', raw: null });
  });

  it('stand as symbols where they are NULs, and are kept', () => {
    expect([read('<14>a\0b').text, read('<14>ä\0b').text]).toEqual(['a␀b', 'ä␀b']);
    expect([read('<14>a\0b').raw, read('<14>ä\0b').raw]).toEqual([bytesOf('<14>a\0b'), bytesOf('<14>ä\0b')]);
  });

  it('keep their control characters', () => {
    expect(read('<14>\x1b[31mred\x07\tx')).toMatchObject({ text: '\x1b[31mred\x07\tx', raw: null });
  });

  it.each(['\n', '\r\n', '\0', '\n\0\0'])('lose a line end or NUL at the end', (ending) => {
    expect(read(`<14>x${ending}`)).toMatchObject({ text: 'x', raw: bytesOf(`<14>x${ending}`) });
  });

  it('are UTF-8 exactly where a strict decoder says so', () => {
    const strict = new TextDecoder('utf-8', { fatal: true });
    const decodes = (bytes: Uint8Array) => {
      try {
        strict.decode(bytes);
        return true;
      } catch {
        return false;
      }
    };
    const leadsAndTails = fc.constantFrom(
      0x41,
      0x80,
      0x8f,
      0x90,
      0x9f,
      0xa0,
      0xbf,
      0xc1,
      0xc2,
      0xe0,
      0xed,
      0xf0,
      0xf4,
      0xf5,
    );
    const sequences = fc.array(fc.oneof(leadsAndTails, fc.nat(255)), { maxLength: 5 });
    fc.assert(
      fc.property(sequences, (codes) => {
        const bytes = Uint8Array.from(codes);
        expect(isUtf8(bytes)).toBe(decodes(bytes));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a datagram with an octet count', () => {
  const parse = (text: string) => parseSyslog(Buffer.from(text), { receivedAtMs: 0, zoneOffsetMinutes: 0 });
  it('is the message that it counts, and its bytes can be had back', () => {
    const { text, appName, raw } = parse('24 <14>1 - h app - - - text\n');
    expect([text, appName, Buffer.from(raw ?? []).toString()]).toEqual([
      'text',
      'app',
      '24 <14>1 - h app - - - text\n',
    ]);
  });

  it.each(['23 <14>1 - h app - - - text', '4 text', '24', '0 <14>'])('that is wrong is text: %s', (text) => {
    expect(parse(text)).toMatchObject({ text, format: 'bare' });
  });
});
