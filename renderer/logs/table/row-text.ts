/** Log rows as text for the clipboard: one line a row, as people paste it into a report. */
import type { SyslogRow } from '../../../app/syslog/index.ts';
import { fullTime } from '../log-time.ts';
import { severityLook } from '../severity.ts';
import { visibleText } from '../text/visible-text.ts';

/** `2026-11-25 12:00:00.000 Error pico-kitchen wifi: no answer`; further lines of a text are indented. */
export function rowsAsText(rows: readonly SyslogRow[]): string {
  return rows.map((row) => `${rowAsText(row)}\n`).join('');
}

function rowAsText(row: SyslogRow): string {
  const { severity, hostname, address, appName, receivedAtMs, text } = row;
  const lines = text.split(/\r?\n/).map(visibleText).join('\n    ');
  const app = appName === null ? '' : ` ${visibleText(appName)}`;
  return `${fullTime(receivedAtMs)} ${severityLook(severity).name} ${visibleText(hostname ?? address)}${app}: ${lines}`;
}
