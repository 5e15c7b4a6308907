/** A message written out as a datagram: the reverse of the parser. */
import type { SyslogMessage, SyslogRow } from '../message.ts';
import { formatStructuredData } from '../parse/structured-data.ts';

/**
 * The datagram of a message, in the plainest form of its format. A message whose `raw` is null gives its sender's bytes
 * back exactly.
 */
export function formatSyslogMessage(message: SyslogMessage): string {
  const pri = `<${message.facility * 8 + message.severity}>`;
  return message.format === 'rfc5424' ? pri + formatRfc5424(message) : pri + formatRfc3164(message);
}

/** The bytes that were received. */
export function datagramOf(row: Pick<SyslogRow, 'raw'> & SyslogMessage): Uint8Array {
  return row.raw ?? new TextEncoder().encode(formatSyslogMessage(row));
}

function formatRfc5424(message: SyslogMessage): string {
  const header = [message.timestampText, message.hostname, message.appName, message.procId, message.msgId];
  const written = `1 ${header.map((field) => field ?? '-').join(' ')} ${formatStructuredData(message.structuredData)}`;
  return message.text === '' ? written : `${written} ${message.text}`;
}

function formatRfc3164(message: SyslogMessage): string {
  const parts: string[] = [];
  if (message.timestampText != null) parts.push(message.timestampText);
  if (message.hostname !== null) parts.push(message.hostname);
  if (message.appName !== null) {
    parts.push(message.procId === null ? `${message.appName}:` : `${message.appName}[${message.procId}]:`);
  }
  if (message.text !== '' || parts.length === 0) parts.push(message.text);
  return parts.join(' ');
}
