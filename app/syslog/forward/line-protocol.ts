/**
 * Rows as InfluxDB's line protocol: `syslog,host=…,severity=… message="…",temp=21.5 1714564800000000000`.
 * https://docs.influxdata.com/influxdb/v2/reference/syntax/line-protocol/
 */
import { hostOf } from '../filter.ts';
import { facilityNames, type SyslogRow, severityNames } from '../message.ts';
import { isClockUnset } from '../unset-clock.ts';

/** A message may have more numbers than a table has columns. */
const mostNumbers = 64;
/** Names that a field cannot have, or that the message has. */
const taken = new Set(['time', 'message', 'host', 'app', 'severity', 'facility']);

/**
 * The numbers that a message names, such as `temp=21.5 rssi=-61`. `version=1.2.3`, `addr=0x3c` and `at=12:30` are none. A name that
 * comes twice has its last number.
 */
export function numbersIn(text: string): [name: string, value: number][] {
  const found = new Map<string, number>();
  for (const [, name = '', number] of text.matchAll(
    /(?<![\w.=-])([A-Za-z_][\w.-]{0,63})=([-+]?\d{1,30}(?:\.\d{1,30})?(?:[eE][-+]?\d{1,3})?)(?!\w|[.:/-]\d)/g,
  )) {
    const value = Number(number);
    if (!Number.isFinite(value) || taken.has(name)) continue;
    found.set(name, value);
    if (found.size === mostNumbers) break;
  }
  return [...found];
}

/** The row as a line, without its end. Rows of one millisecond differ by their nanoseconds: else one would replace the other. */
export function influxLine(row: SyslogRow): string {
  const tags = [
    ['host', hostOf(row)],
    ['app', row.appName ?? ''],
    ['severity', severityNames[row.severity]],
    ['facility', facilityNames[row.facility] ?? String(row.facility)],
  ].filter(([, value]) => value !== '');
  const fields = [
    `message="${escapeString(row.text)}"`,
    ...numbersIn(row.text).map(([name, value]) => `${escapeName(name)}=${value}`),
  ];
  const timeMs = row.timestampMs === null || isClockUnset(row) ? row.receivedAtMs : row.timestampMs;
  const time = BigInt(timeMs) * 1_000_000n + BigInt(row.id % 1_000_000);
  return `syslog,${tags.map(([name, value = '']) => `${name}=${escapeName(value)}`).join(',')} ${fields.join(',')} ${time}`;
}

/** Tag values and names: commas, equals signs and spaces get a backslash; a line is a line, and may not end a name in one. */
function escapeName(text: string): string {
  return text
    .replace(/[\0-\x1f\x7f]/g, '?')
    .replace(/\\/g, '/')
    .replace(/[,= ]/g, '\\$&');
}

function escapeString(text: string): string {
  return text.replace(/[\\"]/g, '\\$&').replace(/\r/g, '\\r').replace(/\n/g, '\\n');
}
