/** The columns of the log table: their names, widths and what stands in them. */
import { facilityNames, isClockUnset, type SyslogRow, viaOf } from '../../../app/syslog/index.ts';
import { shortTime } from '../log-time.ts';

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
  /** A track of a CSS grid. Where the panel is narrow the message has what room there is. */
  width: string;
  /** What `width` comes to at least. */
  leastPx: number;
}

const fixed = (title: string, px: number): ColumnLook => ({ title, width: `${px}px`, leastPx: px });
const between = (title: string, leastPx: number, mostPx: number): ColumnLook => ({
  title,
  width: `clamp(${leastPx}px, ${Math.round(mostPx / 8)}%, ${mostPx}px)`,
  leastPx,
});

export const columnLooks: Readonly<Record<LogColumn, ColumnLook>> = {
  severity: fixed('Severity', 20),
  time: fixed('Time', 112),
  sent: fixed('Sent', 112),
  host: between('Host', 56, 132),
  address: between('Address', 56, 112),
  via: fixed('Way', 64),
  facility: fixed('Facility', 72),
  app: between('App', 40, 112),
  proc: fixed('Process', 64),
  msgid: between('Message ID', 56, 88),
  message: { title: 'Message', width: 'minmax(0, 1fr)', leastPx: 112 },
};

/** The table's width at least, with the gaps between its columns and at its sides; a narrower panel scrolls. */
export function leastTableWidthPx(columns: readonly LogColumn[]): number {
  return columns.reduce((sum, column) => sum + columnLooks[column].leastPx + 8, 24 - 8);
}

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
      if (row.timestampMs === null) return '';
      return isClockUnset(row) ? 'clock not set' : shortTime(row.timestampMs, nowMs);
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
