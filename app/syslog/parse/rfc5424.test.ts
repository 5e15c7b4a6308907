import { describe, expect, it } from 'vitest';
import { bytesOf, message, noonOfMay, read } from '../testing/read.ts';

const byteOrderMark = '\uFEFF';
const evening = { timestampMs: Date.UTC(2003, 9, 11, 22, 14, 15, 3), timestampText: '2003-10-11T22:14:15.003Z' };

describe('the examples of RFC 5424 section 6.5', () => {
  it('reads the first: UTC, no structured data, a BOM', () => {
    const datagram = `<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - ${byteOrderMark}'su root' failed for lonvick on /dev/pts/8`;
    expect(read(datagram)).toEqual(
      message({
        format: 'rfc5424',
        facility: 4,
        severity: 2,
        ...evening,
        hostname: 'mymachine.example.com',
        appName: 'su',
        msgId: 'ID47',
        text: "'su root' failed for lonvick on /dev/pts/8",
        raw: bytesOf(datagram),
      }),
    );
  });

  it('reads the second: microseconds, an offset, an address as host, no BOM', () => {
    expect(
      read("<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time to make the do-nuts."),
    ).toEqual(
      message({
        format: 'rfc5424',
        facility: 20,
        severity: 5,
        timestampMs: Date.UTC(2003, 7, 24, 12, 14, 15, 0),
        timestampText: '2003-08-24T05:14:15.000003-07:00',
        hostname: '192.0.2.1',
        appName: 'myproc',
        procId: '8710',
        text: "%% It's time to make the do-nuts.",
      }),
    );
  });

  it('reads the third: structured data and a text', () => {
    const read3 = read(
      `<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 [exampleSDID@32473 iut="3" eventSource="Application" eventID="1011"] ${byteOrderMark}An application event log entry...`,
    );
    expect({ ...read3, raw: null }).toEqual(
      message({
        format: 'rfc5424',
        facility: 20,
        severity: 5,
        ...evening,
        hostname: 'mymachine.example.com',
        appName: 'evntslog',
        msgId: 'ID47',
        structuredData: [
          {
            id: 'exampleSDID@32473',
            parameters: [
              ['iut', '3'],
              ['eventSource', 'Application'],
              ['eventID', '1011'],
            ],
          },
        ],
        text: 'An application event log entry...',
      }),
    );
  });

  it('reads the fourth: two elements and no text', () => {
    expect(
      read(
        '<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 [exampleSDID@32473 iut="3"][examplePriority@32473 class="high"]',
      ),
    ).toEqual(
      message({
        format: 'rfc5424',
        facility: 20,
        severity: 5,
        ...evening,
        hostname: 'mymachine.example.com',
        appName: 'evntslog',
        msgId: 'ID47',
        structuredData: [
          { id: 'exampleSDID@32473', parameters: [['iut', '3']] },
          { id: 'examplePriority@32473', parameters: [['class', 'high']] },
        ],
      }),
    );
  });
});

describe('the timestamps of RFC 5424 section 6.2.3.1', () => {
  it.each([
    ['1985-04-12T23:20:50.52Z', Date.UTC(1985, 3, 12, 23, 20, 50, 520)],
    ['1985-04-12T19:20:50.52-04:00', Date.UTC(1985, 3, 12, 23, 20, 50, 520)],
    ['2003-10-11T22:14:15.003Z', Date.UTC(2003, 9, 11, 22, 14, 15, 3)],
    ['2003-08-24T05:14:15.000003-07:00', Date.UTC(2003, 7, 24, 12, 14, 15, 0)],
    ['2024-02-29T23:59:59+05:30', Date.UTC(2024, 1, 29, 18, 29, 59)],
  ])('%s is read', (timestampText, timestampMs) => {
    expect(read(`<14>1 ${timestampText} - - - - - x`)).toEqual(
      message({ format: 'rfc5424', severity: 6, timestampMs, timestampText, text: 'x' }),
    );
  });

  it('is read but called malformed with nanoseconds, which the RFC forbids', () => {
    const { format, timestampMs, text } = read('<14>1 2003-08-24T05:14:15.000003003-07:00 h a - - - x');
    expect({ format, timestampMs, text }).toEqual({
      format: 'malformed',
      timestampMs: Date.UTC(2003, 7, 24, 12, 14, 15, 0),
      text: 'x',
    });
  });

  it.each([
    '2024-13-01T00:00:00Z',
    '2023-02-29T00:00:00Z',
    '2024-01-01T24:00:00Z',
    '2024-01-01T23:59:60Z',
    '2024-01-01T00:00:00+24:00',
    '2024-01-01T00:00:00.Z',
    '2024-01-01',
    '2024-01-01T00:00:00Zulu',
  ])('%s makes the message malformed, with everything after the PRI as its text', (timestamp) => {
    const datagram = `<14>1 ${timestamp} host app - - - x`;
    expect(read(datagram)).toEqual(
      message({ format: 'malformed', severity: 6, text: datagram.slice(4), raw: bytesOf(datagram) }),
    );
  });
});

describe('structured data', () => {
  const structuredData = (written: string) => read(`<14>1 - - - - - ${written}`).structuredData;

  it('is unescaped, and a backslash before anything else stays', () => {
    expect(structuredData(String.raw`[a x="\"q\" \] \\ \n"] t`)).toEqual([
      { id: 'a', parameters: [['x', String.raw`"q" ] \ \n`]] },
    ]);
  });

  it('keeps the order of parameters and names that repeat', () => {
    expect(structuredData('[origin ip="192.0.2.1" ip="192.0.2.129"][empty][v x=""]')).toEqual([
      {
        id: 'origin',
        parameters: [
          ['ip', '192.0.2.1'],
          ['ip', '192.0.2.129'],
        ],
      },
      { id: 'empty', parameters: [] },
      { id: 'v', parameters: [['x', '']] },
    ]);
  });

  it('may hold any characters in a value', () => {
    expect(structuredData('[a x="größe [m\\] = 5"]')).toEqual([{ id: 'a', parameters: [['x', 'größe [m] = 5']] }]);
  });

  it.each(['[a x="1"', '[a x=1]', '[a "1"]', '[ x="1"]', '[a x="1"]text', '[a  x="1"]', '-text', '[', '[a x="1\\"]'])(
    'that breaks off as %s leaves the header readable and the rest as the text',
    (broken) => {
      const { format, hostname, appName, text } = read(`<14>1 2024-05-01T12:00:00Z picow app - - ${broken}`);
      expect({ format, hostname, appName, text }).toEqual({
        format: 'malformed',
        hostname: 'picow',
        appName: 'app',
        text: broken,
      });
    },
  );
});

describe('a header', () => {
  it('of nothing but NIL and no text is a message', () => {
    expect(read('<14>1 - - - - - -')).toEqual(message({ format: 'rfc5424', severity: 6 }));
  });

  it.each([
    ['hostname', 255],
    ['app name', 48],
    ['process id', 128],
    ['message id', 32],
  ] as const)('may have a %s of at most %i characters', (field, longest) => {
    const place = ['hostname', 'app name', 'process id', 'message id'].indexOf(field);
    const format = (length: number) => {
      const fields = ['-', '-', '-', '-'];
      fields[place] = 'x'.repeat(length);
      return read(`<14>1 - ${fields.join(' ')} - text`).format;
    };
    expect([format(longest), format(longest + 1)]).toEqual(['rfc5424', 'malformed']);
  });

  it('that breaks off is malformed, and its text is what follows the PRI', () => {
    const datagram = '<14>1 2024-05-01T12:00:00Z picow app';
    expect(read(datagram)).toEqual(
      message({ format: 'malformed', severity: 6, text: datagram.slice(4), raw: bytesOf(datagram) }),
    );
  });

  it.each(['1 - one of two', '1 - 2 - 3 - 4 - 5 - 6', '1 apple a day', '2 2024-05-01T12:00:00Z h a - - - x', '1'])(
    'is not seen in the text %s',
    (text) => {
      expect(read(`<14>${text}`)).toEqual(message({ severity: 6, text }));
    },
  );
});

describe('a text', () => {
  it('keeps the spaces at its head, its line ends inside, and a second BOM', () => {
    const { text } = read(`<14>1 - - - - - - ${byteOrderMark}${byteOrderMark}  two\nlines`);
    expect(text).toBe(`${byteOrderMark}  two\nlines`);
  });

  it('of the letters BOM loses them only where the clock has no zone, as one board library sends it', () => {
    const text = (timestamp: string) => read(`<14>1 ${timestamp} h a - - - BOMSYS@main up`, noonOfMay).text;
    expect([text('2024-05-01T12:00:00'), text('2024-05-01T12:00:00Z')]).toEqual(['SYS@main up', 'BOMSYS@main up']);
  });
});
