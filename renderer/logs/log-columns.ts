/** The columns of the log table: their names, widths and what stands in them. */
import { facilityNames, type SyslogRow, viaOf } from '../../app/syslog/index.ts';
import { shortTime } from './log-time.ts';

export const logColumns = [
  'severity',
  'time',
  'sent',
  'host',
  'address',
  'via',
  'facility',
  'app',
  'proc',
  'msgid',
  'message',
] as const;

export type LogColumn = (typeof logColumns)[number];

export const usualColumns: readonly LogColumn[] = ['severity', 'time', 'host', 'app', 'message'];

interface ColumnLook {
  title: string;
  /** A track of a CSS grid. */
  width: string;
}

export const columnLooks: Readonly<Record<LogColumn, ColumnLook>> = {
  severity: { title: 'Severity', width: '20px' },
  time: { title: 'Time', width: '112px' },
  sent: { title: 'Sent', width: '112px' },
  host: { title: 'Host', width: 'minmax(72px, 132px)' },
  address: { title: 'Address', width: 'minmax(72px, 112px)' },
  via: { title: 'Way', width: '64px' },
  facility: { title: 'Facility', width: '72px' },
  app: { title: 'App', width: 'minmax(48px, 112px)' },
  proc: { title: 'Process', width: '64px' },
  msgid: { title: 'Message ID', width: 'minmax(56px, 88px)' },
  message: { title: 'Message', width: 'minmax(160px, 1fr)' },
};

/** The columns in their usual order, with one more or one less; the message stays. */
export function toggledColumn(columns: readonly LogColumn[], column: LogColumn): LogColumn[] {
  const wanted = new Set(columns);
  if (!wanted.delete(column)) wanted.add(column);
  wanted.add('message');
  return logColumns.filter((each) => wanted.has(each));
}

/** What a cell says, hostile text included; severity and message are drawn in ways of their own. */
export function cellText(row: SyslogRow, column: Exclude<LogColumn, 'severity' | 'message'>, nowMs: number): string {
  switch (column) {
    case 'time':
      return shortTime(row.receivedAtMs, nowMs);
    case 'sent':
      return row.timestampMs === null ? '' : shortTime(row.timestampMs, nowMs);
    case 'host':
      return row.hostname ?? row.address;
    case 'address':
      return row.address;
    case 'via':
      return viaOf(row.address);
    case 'facility':
      return facilityNames[row.facility] ?? String(row.facility);
    case 'app':
      return row.appName ?? '';
    case 'proc':
      return row.procId ?? '';
    case 'msgid':
      return row.msgId ?? '';
  }
}
