import { describe, expect, it } from 'vitest';
import { bytesOf, message, read } from '../testing/read.ts';

/** What a test of the header looks at. */
function header(datagram: string) {
  const { format, timestampMs, hostname, appName, procId, text } = read(datagram);
  return { format, timestampMs, hostname, appName, procId, text };
}

const dated = { format: 'rfc3164', timestampMs: Date.UTC(2024, 3, 30, 18, 45, 34) };

describe('the examples of RFC 3164 section 5.4', () => {
  it('reads the first', () => {
    expect(read("<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8")).toEqual(
      message({
        format: 'rfc3164',
        facility: 4,
        severity: 2,
        timestampMs: Date.UTC(2023, 9, 11, 22, 14, 15),
        timestampText: 'Oct 11 22:14:15',
        hostname: 'mymachine',
        appName: 'su',
        text: "'su root' failed for lonvick on /dev/pts/8",
      }),
    );
  });

  it('takes the text of the second, which has no timestamp, whole', () => {
    expect(read('<13>Use the BFG!')).toEqual(message({ text: 'Use the BFG!' }));
  });

  it('reads the second as a relay sends it on', () => {
    expect(header('<13>Feb  5 17:32:18 10.0.0.99 Use the BFG!')).toEqual({
      format: 'rfc3164',
      timestampMs: Date.UTC(2024, 1, 5, 17, 32, 18),
      hostname: '10.0.0.99',
      appName: null,
      procId: null,
      text: 'Use the BFG!',
    });
  });

  it('construes CST as the host of the third, as the RFC says', () => {
    expect(
      header("<165>Aug 24 05:34:00 CST 1987 mymachine myproc[10]: %% It's time to make the do-nuts.  %%"),
    ).toMatchObject({
      hostname: 'CST',
      appName: null,
      text: "1987 mymachine myproc[10]: %% It's time to make the do-nuts.  %%",
    });
  });

  it('takes the fourth, whose timestamp is none, as text', () => {
    const text = "1990 Oct 22 10:52:01 TZ-6 scapegoat.dmz.example.org 10.1.2.3 sched[0]: That's All Folks!";
    expect(read(`<0>${text}`)).toEqual(message({ facility: 0, severity: 0, text }));
  });
});

describe('a PRI', () => {
  it.each([
    ['<0>', 0, 0],
    ['<7>', 0, 7],
    ['<8>', 1, 0],
    ['<165>', 20, 5],
    ['<191>', 23, 7],
  ])('%s is facility %i and severity %i', (pri, facility, severity) => {
    const parsed = read(`${pri}x`);
    expect([parsed.facility, parsed.severity, parsed.text]).toEqual([facility, severity, 'x']);
  });

  it.each(['<192>x', '<00>x', '<014>x', '<1000>x', '<14', '<14x>y', '<>x'])(
    '%s is bad: 13, and all is text',
    (text) => {
      expect(read(text)).toEqual(message({ format: 'malformed', text, raw: bytesOf(text) }));
    },
  );

  it.each(['', 'x', 'Oct 11 22:14:15 mymachine su: text', ' <14>x', '<html>', '<', '<-1>x'])(
    'is missing in "%s": 13, and all is text',
    (text) => {
      expect(read(text)).toEqual(message({ text, raw: bytesOf(text) }));
    },
  );
});

describe('what boards really send', () => {
  it.each(['Connected to wifi', 'wlan0 connected 192.168.1.7', '[INFO] main: up', 'Connected'])(
    'micropython-usyslog: <14>%s is all text',
    (text) => {
      expect(read(`<14>${text}`)).toEqual(message({ severity: 6, text }));
    },
  );

  it.each(['<14> Connected to wifi', '<1> text'])(
    'uPyEasy, serial2syslog: the space after the PRI of %s goes',
    (sent) => {
      expect(read(sent)).toMatchObject({ format: 'bare', text: sent.slice(sent.indexOf(' ') + 1), raw: bytesOf(sent) });
    },
  );

  it.each([
    'Traceback (most recent call last):',
    '  File "main.py", line 12, in <module>',
    'OSError: [Errno 113] EHOSTUNREACH',
    'ValueError: bad pin',
    'KeyboardInterrupt: ',
    'ImportError: no module named "x"',
  ])('mpy_blox: a traceback keeps its line "%s" as it is', (line) => {
    expect(read(`<11>${line}`)).toEqual(message({ severity: 3, text: line }));
  });

  it('robtinkers: a colon in the app name of RFC 5424 is part of it', () => {
    expect(read('<14>1 - - ident: - - - text')).toEqual(
      message({ format: 'rfc5424', severity: 6, appName: 'ident:', text: 'text' }),
    );
  });

  it('ekondayan in the old format: host, tag, and its own context in the text', () => {
    expect(header('<12>Apr 30 18:45:34 host app: SYS@ctx msg')).toEqual({
      ...dated,
      hostname: 'host',
      appName: 'app',
      procId: null,
      text: 'SYS@ctx msg',
    });
  });

  it.each([
    ['no host', '<12>Apr 30 18:45:34  app: SYS@ctx msg', 'app', 'SYS@ctx msg'],
    ['no host and no app', '<12>Apr 30 18:45:34  SYS@ctx msg', null, 'SYS@ctx msg'],
  ])('ekondayan in the old format with %s', (_case, datagram, appName, text) => {
    expect(header(datagram)).toEqual({ ...dated, hostname: null, appName, procId: null, text });
  });

  it('ekondayan in the new format: a timestamp without offset, and the letters BOM', () => {
    expect(read('<12>1 2024-04-30T18:45:34 picow app - - - BOMSYS@ctx msg')).toMatchObject({
      ...dated,
      format: 'rfc5424',
      hostname: 'picow',
      appName: 'app',
      text: 'SYS@ctx msg',
    });
  });

  it.each([
    ['everything', '<14>Apr 30 18:45:34 picow app: msg', 'picow', 'app', 'msg'],
    ['no tag', '<14>Apr 30 18:45:34 picow the message', 'picow', null, 'the message'],
    ['no host', '<14>Apr 30 18:45:34 app: msg', null, 'app', 'msg'],
    ['no text', '<14>Apr 30 18:45:34 picow app:', 'picow', 'app', ''],
    ['one word', '<14>Apr 30 18:45:34 connected', null, null, 'connected'],
    ['one word and a space', '<14>Apr 30 18:45:34 connected ', null, null, 'connected '],
    ['the timestamp alone', '<14>Apr 30 18:45:34', null, null, ''],
  ])('CircuitPython usyslog with %s', (_case, datagram, hostname, appName, text) => {
    expect(header(datagram)).toEqual({ ...dated, hostname, appName, procId: null, text });
  });

  it.each([
    ['a tag', '<14>app: msg', 'app', 'msg'],
    ['a host and a tag, where only the timestamp would tell the host', '<14>picow app: msg', null, 'picow app: msg'],
  ])('CircuitPython usyslog without a timestamp, with %s', (_case, datagram, appName, text) => {
    expect(header(datagram)).toMatchObject({ timestampMs: null, hostname: null, appName, text });
  });

  it('micropython-lib logging.exception(): a record of many lines is one message', () => {
    const text = 'failed\nTraceback (most recent call last):\n  File "a.py", line 1\nOSError: -2';
    expect(read(`<11>${text}`)).toEqual(message({ severity: 3, text }));
  });

  it("Python's SysLogHandler: the NUL at the end goes", () => {
    expect(read('<14>app: msg\0')).toMatchObject({ appName: 'app', text: 'msg', raw: bytesOf('<14>app: msg\0') });
  });

  it('util-linux logger --rfc3164 and glibc', () => {
    expect(header('<13>Apr 30 18:45:34 laptop root[4711]: hello')).toMatchObject({
      hostname: 'laptop',
      appName: 'root',
      procId: '4711',
      text: 'hello',
    });
  });
});

describe('a tag', () => {
  it.each([
    ['app: x', 'app', null, 'x'],
    ['app[7]: x', 'app', '7', 'x'],
    ['app[7]:x', 'app', '7', 'x'],
    ['dbus-daemon.service@1: x', 'dbus-daemon.service@1', null, 'x'],
    ['%SYS-5-CONFIG_I: Configured', '%SYS-5-CONFIG_I', null, 'Configured'],
    ['app:', 'app', null, ''],
    ['app:  indented', 'app', null, ' indented'],
    ['CronError[3]: x', 'CronError', '3', 'x'],
  ])('is seen in %s', (written, appName, procId, text) => {
    expect(header(`<14>${written}`)).toMatchObject({ format: 'rfc3164', appName, procId, text });
  });

  it.each([
    '12:30:45 up',
    '10: x',
    'http://x.y/z',
    'WARNING:root:msg',
    'two words: x',
    'app[]: x',
    'app[1] x',
    'app[1 2]: x',
    ': x',
    'a=b: x',
    `${'x'.repeat(65)}: y`,
    '{"a": 1}',
  ])('is not seen in %s', (text) => {
    expect(read(`<14>${text}`)).toEqual(message({ severity: 6, text }));
  });
});

describe('the dialects of the timestamp', () => {
  const timeMs = Date.UTC(2024, 3, 3, 8, 5, 9);
  it.each([
    ['Apr  3 08:05:09 host app: x', timeMs],
    ['Apr 3 08:05:09 host app: x', timeMs],
    ['Apr 03 08:05:09 host app: x', timeMs],
    ['Apr  3 2024 08:05:09 host app: x', timeMs],
    ['Apr  3 08:05:09.250 host app: x', timeMs + 250],
    ['2024-04-03T08:05:09Z host app: x', timeMs],
    ['2024-04-03T10:05:09.123456+02:00 host app: x', timeMs + 123],
    ['2024-04-03T10:05:09+0200 host app: x', timeMs],
    ['2024-04-03T08:05:09,5 host app: x', timeMs + 500],
    ['2024-04-03T08:05:09 host app: x', timeMs],
  ])('are read in %s', (written, timestampMs) => {
    expect(header(`<14>${written}`)).toEqual({
      format: 'rfc3164',
      timestampMs,
      hostname: 'host',
      appName: 'app',
      procId: null,
      text: 'x',
    });
  });

  it.each([
    ['45: *Apr  3 08:05:09.123: %SYS-5-CONFIG_I: Configured', timeMs + 123],
    ['Apr  3 2024 08:05:09: %SYS-5-CONFIG_I: Configured', timeMs],
  ])('of Cisco are read in %s', (written, timestampMs) => {
    expect(header(`<189>${written}`)).toMatchObject({
      timestampMs,
      hostname: null,
      appName: '%SYS-5-CONFIG_I',
      text: 'Configured',
    });
  });

  it.each([
    'Feb 30 08:05:09 host app: x',
    'Apr 31 08:05:09 host app: x',
    'Apr  3 24:05:09 host app: x',
    'Apr  3 08:60:09 host app: x',
    'apr  3 08:05:09 host app: x',
    'Apr  3 08:05 host app: x',
    'Apr  0 08:05:09 host app: x',
    'Apr  3 08:05:09pm host app: x',
    'April 3 08:05:09 host app: x',
    '2024-04-03 08:05:09 host app: x',
    '2024-04-03T08:05 host app: x',
  ])('end where a time ends: %s is all text', (text) => {
    expect(read(`<14>${text}`)).toEqual(message({ severity: 6, text }));
  });
});

describe('the word after a timestamp', () => {
  it.each(['picow', 'picow-03.local', '192.168.1.7', 'fe80::1%wlan0', 'PICO_W'])('%s is the host', (host) => {
    expect(header(`<14>Apr 30 18:45:34 ${host} up`)).toEqual({
      ...dated,
      hostname: host,
      appName: null,
      procId: null,
      text: 'up',
    });
  });

  it.each(['SYS@ctx up', '(null) up', '{"a": 1}', 'größe up'])('is no host in %s', (text) => {
    expect(header(`<14>Apr 30 18:45:34 ${text}`)).toEqual({
      ...dated,
      hostname: null,
      appName: null,
      procId: null,
      text,
    });
  });
});
