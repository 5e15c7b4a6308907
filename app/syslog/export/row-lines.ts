/** One log row as a line: text for people, whose time zone is the process's or the page's, and JSON for programs. */
import { jsonLine, toBase64, visible } from '../../base/index.ts';
import { hasTraceback } from '../../traceback/index.ts';
import { type SyslogRow, severityNames } from '../message.ts';
import { isClockUnset } from '../parse/unset-clock.ts';

/** Before the second and later lines of a row: no text can pass for a row of its own, which begins with its time. */
const indent = '    ';

/**
 * `2026-04-30 18:45:34.123  warning    picow-03  wifi[12]: reconnecting`. Control characters in it are shown as escapes, line breaks too:
 * only a traceback keeps its lines, indented.
 */
export function syslogLine(row: SyslogRow): string {
  const severity = severityNames[row.severity].padEnd(9);
  const whole = row.text.replace(/\r?\n$/, '');
  const lines = hasTraceback(whole) ? whole.split(/\r?\n/) : [whole];
  const text = lines.map(visible).join(`\n${indent}`);
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

/** As a line of JSON, which a terminal may show. */
export function syslogJsonLine(row: SyslogRow): string {
  return jsonLine(syslogJson(row));
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
    raw: raw === null ? null : toBase64(raw),
  };
}
