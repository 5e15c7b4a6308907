/**
 * Rows as InfluxDB's line protocol: `syslog,host=…,severity=… message="…",temp=21.5 1714564800000000000`.
 * https://docs.influxdata.com/influxdb/v2/reference/syntax/line-protocol/
 */
import { hostOf } from '../filter.ts';
import { facilityNames, type SyslogRow, severityNames } from '../message.ts';
import { numbersIn } from '../numbers.ts';
import { isClockUnset } from '../parse/unset-clock.ts';

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
