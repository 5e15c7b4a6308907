/** Rows for other programs: CSV for spreadsheets, RFC 5424 for log servers. A line a row; it knows no files. */

import { hostOf, isAscii } from '../filter.ts';
import { facilityNames, type SyslogRow, severityNames } from '../message.ts';
import { formatStructuredData } from '../parse/structured-data.ts';
import { isClockUnset } from '../parse/unset-clock.ts';
import { oneLine } from './escaped-controls.ts';

const csvColumns = [
  'id',
  'received',
  'sent',
  'severity',
  'facility',
  'host',
  'address',
  'app',
  'proc',
  'msgid',
  'text',
];

/** The first line of a CSV file. */
export const csvHeader = csvColumns.join(',');

/** A row as RFC 4180 writes it, times in ISO 8601. A line break in the text stays one, inside quotes. */
export function csvLine(row: SyslogRow): string {
  const { id, receivedAtMs, timestampMs, appName, procId, msgId, text } = row;
  const sent = timestampMs === null ? '' : isoTime(timestampMs);
  const names = [severityNames[row.severity], facilityNames[row.facility] ?? String(row.facility)];
  const fields = [...names, hostOf(row), row.address, appName ?? '', procId ?? '', msgId ?? '', text];
  return [String(id), isoTime(receivedAtMs), sent, ...fields.map(csvField)].join(',');
}

/** A spreadsheet takes what begins with one of these for a formula and runs it: an apostrophe makes it text. */
const formulaStart = /^[=+\-@\t\r]/;

function csvField(value: string): string {
  const harmless = formulaStart.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/**
 * A row as RFC 5424 section 6 writes it, whatever it was received as. What it lacks is filled in: the time of reception (also for a clock
 * that nobody set), the address for the host. Control characters are written as `#012`, as rsyslog does, so that a line is a message;
 * `withMarkedEscapes` before it keeps what they were.
 */
export function rfc5424Line(row: SyslogRow): string {
  const time = isoTime(row.timestampMs === null || isClockUnset(row) ? row.receivedAtMs : row.timestampMs);
  const header = [field(hostOf(row), 255), field(row.appName, 48), field(row.procId, 128), field(row.msgId, 32)];
  const data = oneLine(formatStructuredData(row.structuredData));
  const text = oneLine(row.text);
  const said = text === '' ? '' : ` ${isAscii(text) ? '' : '\ufeff'}${text}`;
  return `<${row.facility * 8 + row.severity}>1 ${time} ${header.join(' ')} ${data}${said}`;
}

/** A header field: printable ASCII of at most so many characters; `-` for none. */
function field(value: string | null, length: number): string {
  const printable = (value ?? '').replace(/[^!-~]/g, '?').slice(0, length);
  return printable === '' ? '-' : printable;
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
