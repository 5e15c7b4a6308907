import { describe, expect, it } from 'vitest';
import { row as rowOf } from '../testing/read.ts';
import { syslogJson, syslogJsonLine, syslogLine } from './row-lines.ts';

const receivedAtMs = new Date(2026, 3, 30, 18, 45, 34, 7).getTime();
const row = rowOf({
  id: 5,
  receivedAtMs,
  address: '192.168.1.20',
  format: 'rfc3164',
  severity: 4,
  hostname: 'picow-03',
  appName: 'wifi',
  procId: '12',
  text: 'reconnecting',
});

describe('a log row as text', () => {
  it('says when, how urgent, where, who and what', () => {
    expect(syslogLine(row)).toBe('2026-04-30 18:45:34.007  warning    picow-03  wifi[12]: reconnecting');
  });

  it('names the sender’s address when the message names no host', () => {
    expect(syslogLine({ ...row, hostname: null, appName: null })).toBe(
      '2026-04-30 18:45:34.007  warning    192.168.1.20  reconnecting',
    );
  });

  it('stays one line and never steers the terminal', () => {
    const hostile = { ...row, hostname: 'a\x1b[31m', appName: null, text: 'one\ntwo\x07\r\n' };
    expect(syslogLine(hostile)).toBe('2026-04-30 18:45:34.007  warning    a\\x1b[31m  one\\x0atwo\\x07');
  });

  it('shows what would have a terminal turn its text around, or begin another line', () => {
    const hostile = { ...row, hostname: 'a\u2067', appName: null, text: '\u202egpj.exe\u2028שלום' };
    expect(syslogLine(hostile)).toBe('2026-04-30 18:45:34.007  warning    a\\u2067  \\u202egpj.exe\\u2028שלום');
  });

  it('keeps the lines of a traceback, each indented, so that none passes for a row', () => {
    const forged = '2026-04-30 18:45:34.007  emergency  garage  fire';
    const text = `Traceback (most recent call last):\r\n  File "a\x1b[2J.py", line 3, in f\nOSError: 5\n${forged}\r\n`;
    expect(syslogLine({ ...row, text }).split('\n')).toEqual([
      '2026-04-30 18:45:34.007  warning    picow-03  wifi[12]: Traceback (most recent call last):',
      '      File "a\\x1b[2J.py", line 3, in f',
      '    OSError: 5',
      `    ${forged}`,
    ]);
  });

  it('says that it could not be read', () => {
    expect(syslogLine({ ...row, format: 'malformed', appName: null, text: '<999>x' })).toMatch(
      / {2}\(malformed\) <999>x$/,
    );
  });
});

it('a log row as JSON has its times in ISO 8601 and its raw bytes in Base64', () => {
  const json = syslogJson({ ...row, timestampMs: 0, raw: Uint8Array.of(0, 255) });
  expect(json).toMatchObject({
    id: 5,
    severity: 4,
    severityName: 'warning',
    receivedAt: new Date(receivedAtMs).toISOString(),
    timestamp: '1970-01-01T00:00:00.000Z',
    raw: 'AP8=',
    text: 'reconnecting',
  });
});

it('a line of JSON has no control character, and gives each back', () => {
  const text = '\u001b[31m\u007f\u009b31m\n';
  const line = syslogJsonLine({ ...row, text });
  expect([/[\0-\x1f\x7f-\x9f]/.test(line), JSON.parse(line).text]).toEqual([false, text]);
});
