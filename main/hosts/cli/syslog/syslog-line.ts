/** One log row as a line for people. Pure; the time zone is the process's. */
import { isClockUnset, type SyslogRow, severityNames } from '../../../../app/syslog/index.ts';
import { visible } from '../files/listing.ts';

/** `2026-04-30 18:45:34.123  warning    picow-03  wifi[12]: reconnecting`. Control characters in it are shown as escapes. */
export function syslogLine(row: SyslogRow): string {
  const severity = severityNames[row.severity].padEnd(9);
  const text = visible(row.text.replace(/\r?\n$/, ''));
  return `${localTime(row.receivedAtMs)}  ${severity}  ${visible(row.hostname ?? row.address)}  ${tagOf(row)}${text}`;
}

function tagOf({ appName, procId, format }: SyslogRow): string {
  if (format === 'malformed') return '(malformed) ';
  if (appName === null) return '';
  return `${visible(appName)}${procId === null ? '' : `[${visible(procId)}]`}: `;
}

/** Local time to the millisecond. */
export function localTime(ms: number): string {
  const time = new Date(ms);
  const part = (value: number, digits = 2) => String(value).padStart(digits, '0');
  const day = `${part(time.getFullYear(), 4)}-${part(time.getMonth() + 1)}-${part(time.getDate())}`;
  const clock = `${part(time.getHours())}:${part(time.getMinutes())}:${part(time.getSeconds())}`;
  return `${day} ${clock}.${part(time.getMilliseconds(), 3)}`;
}

/** A row for a program that reads: times in ISO 8601, the severity by name as well, raw bytes in Base64. */
export function syslogJson(row: SyslogRow): Record<string, unknown> {
  const { receivedAtMs, timestampMs, raw, ...rest } = row;
  return {
    ...rest,
    severityName: severityNames[row.severity],
    receivedAt: new Date(receivedAtMs).toISOString(),
    timestamp: timestampMs === null ? null : new Date(timestampMs).toISOString(),
    clockUnset: isClockUnset(row),
    raw: raw === null ? null : Buffer.from(raw).toString('base64'),
  };
}
