import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SyslogRow } from '../message.ts';
import { numbersIn } from '../numbers.ts';
import { isClockUnset } from '../parse/unset-clock.ts';
import { influxLine } from './line-protocol.ts';
import { retryDelayMs } from './retry.ts';
import { forwardTarget, targetName } from './target.ts';

const row: SyslogRow = {
  id: 7,
  receivedAtMs: Date.UTC(2026, 4, 1, 12),
  address: '10.0.0.9',
  format: 'rfc5424',
  facility: 16,
  severity: 6,
  timestampMs: Date.UTC(2026, 4, 1, 11, 59, 59),
  timestampText: '2026-05-01T11:59:59Z',
  hostname: 'pico kitchen',
  appName: 'dht22',
  procId: null,
  msgId: null,
  structuredData: [],
  text: 'ok "temp" temp=21.5 rssi=-61, v=1.2.3 addr=0x3c load=3e-2%',
  raw: null,
};

describe('a target', () => {
  it.each([
    ['udp://10.0.0.1:5514', { kind: 'syslog', protocol: 'udp', host: '10.0.0.1', port: 5514 }, 'udp://10.0.0.1:5514'],
    ['tcp://[::1]', { kind: 'syslog', protocol: 'tcp', host: '::1', port: 514 }, 'tcp://[::1]:514'],
    [
      'tls://logs.example',
      { kind: 'syslog', protocol: 'tls', host: 'logs.example', port: 6514 },
      'tls://logs.example:6514',
    ],
    [
      'influx+http://:s3cret@db:8086/api/v2/write?org=o&bucket=b',
      { kind: 'influx', url: 'http://db:8086/api/v2/write?org=o&bucket=b&precision=ns', token: 's3cret' },
      'http://db:8086/api/v2/write?org=o&bucket=b&precision=ns',
    ],
  ])('%s is read, and named without its secret', (text, target, name) => {
    expect([forwardTarget(text), targetName(forwardTarget(text))]).toEqual([target, name]);
  });

  it.each(['10.0.0.1:514', 'http://db:8086', 'udp://', 'udp://host/path', 'influx+http://'])(
    '%s is refused',
    (text) => {
      expect(() => forwardTarget(text)).toThrow(expect.objectContaining({ code: 'usage' }));
    },
  );
});

describe('a line for InfluxDB', () => {
  it('has the numbers of the message as fields, and nanoseconds of its own', () => {
    expect(influxLine(row)).toBe(
      'syslog,host=pico\\ kitchen,app=dht22,severity=info,facility=local0 ' +
        'message="ok \\"temp\\" temp=21.5 rssi=-61, v=1.2.3 addr=0x3c load=3e-2%",temp=21.5,rssi=-61,load=0.03 ' +
        '1777636799000000007',
    );
  });

  it('has the time of reception where the clock was never set', () => {
    const unset = { ...row, timestampMs: Date.UTC(2021, 0, 1, 0, 0, 12), timestampText: '2021-01-01T00:00:12Z' };
    expect(influxLine(unset).endsWith(` ${Date.UTC(2026, 4, 1, 12)}000007`)).toBe(true);
  });

  it('is one line, whatever the message is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, hostname) => {
        expect(influxLine({ ...row, text, hostname })).not.toMatch(/[\r\n]/);
      }),
    );
  });

  it.each([
    ['temp=21.5', [['temp', 21.5]]],
    [
      'a=1;b=-2.50 c=+3',
      [
        ['a', 1],
        ['b', -2.5],
        ['c', 3],
      ],
    ],
    ['x=1 x=2', [['x', 2]]],
    ['t=21.5C v=1.2.3 n= time=5 a==1', []],
    ['at=12:30 day=2026-11-22 part=3/4', []],
    [
      't=5: x=6, y=7-',
      [
        ['t', 5],
        ['x', 6],
        ['y', 7],
      ],
    ],
    ['done in t=5.', [['t', 5]]],
  ])('finds in "%s" its numbers', (text, numbers) => {
    expect(numbersIn(text)).toEqual(numbers);
  });
});

describe('a clock', () => {
  const at = (timestampText: string, timestampMs: number, receivedAtMs = Date.UTC(2026, 4, 1)) =>
    isClockUnset({ timestampText, timestampMs, receivedAtMs });
  it('that nobody set is known by its time', () => {
    expect([
      at('2021-01-01T00:00:12Z', Date.UTC(2021, 0, 1, 0, 0, 12)),
      at('2021-03-01T00:00:12Z', Date.UTC(2021, 2, 1)),
      at('Jan  1 00:00:12', Date.UTC(2026, 0, 1, 0, 0, 12)),
      at('2025-12-01T00:00:00Z', Date.UTC(2025, 11, 1)),
      at('Jan  1 00:00:12', Date.UTC(2026, 0, 1, 0, 0, 12), Date.UTC(2026, 0, 1, 0, 0, 13)),
      at('2021-01-01T00:00:12Z', Date.UTC(2021, 0, 1), Date.UTC(2021, 0, 1, 5)),
    ]).toEqual([true, true, true, false, false, false]);
  });
});

it('an attempt waits twice as long as the one before, half of it by chance, up to a minute', () => {
  expect([1, 2, 3, 8, 50].map((failures) => retryDelayMs(failures, 0))).toEqual([250, 500, 1000, 30_000, 30_000]);
  expect(retryDelayMs(50, 0.999)).toBeLessThanOrEqual(60_000);
});
