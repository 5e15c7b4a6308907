/** An export in words: what is exported, how far it is, how its file is called. */
import type { ExportFormat, SyslogFacets } from '../../../app/syslog/index.ts';

export interface ExportProgress {
  /** Written so far. */
  rows: number;
  /** How much of the log was gone through, from 0 to 1. */
  part: number;
}

export const formatLooks: Readonly<Record<ExportFormat, { title: string; ending: string; type: string }>> = {
  text: { title: 'Text, as the command line shows it', ending: 'txt', type: 'text/plain' },
  jsonl: { title: 'JSON Lines', ending: 'jsonl', type: 'application/jsonl' },
  csv: { title: 'CSV, for spreadsheets', ending: 'csv', type: 'text/csv' },
  rfc5424: { title: 'RFC 5424, for log servers', ending: 'log', type: 'text/plain' },
};

/** `1 line`, `1,204 lines`. */
function linesInWords(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'line' : 'lines'}`;
}

/** How many lines there are, as far as that is known. */
export interface LineCount {
  rows: number;
  /** Whether there may be more: not all were counted. */
  more: boolean;
}

export function countOf({ total, countedFromMs }: SyslogFacets): LineCount {
  return { rows: total, more: countedFromMs !== null };
}

/** Of what the search finds; `count` is null until it is known. */
export function foundInWords(count: LineCount | null, isFiltered: boolean): string {
  const which = isFiltered ? 'that the search finds' : 'of the log';
  if (count === null) return `All lines ${which}`;
  if (count.rows === 0 && !count.more) return `No line ${isFiltered ? 'passes the search' : 'is in the log'}`;
  if (count.rows === 1 && !count.more) return `The one line ${which}`;
  return `All lines ${which}: ${count.more ? 'at least ' : ''}${count.rows.toLocaleString('en')}`;
}

export function chosenInWords(count: number): string {
  return count === 1 ? 'The line that is chosen' : `The ${linesInWords(count)} that are chosen`;
}

/** `count` is null where it is not known how many there are. */
export function tooManyInWords(count: number | null, mostRows: number, format: ExportFormat): string {
  const many = count === null ? 'There are more lines' : `There are ${linesInWords(count)}, more`;
  return (
    `${many} than the ${mostRows.toLocaleString('en')} that this browser can save at once. Search for fewer, or export them on the ` +
    `command line: bramble syslog export --format ${format}`
  );
}

/** `12,000 lines, 43 %`. */
export function progressInWords({ rows, part }: ExportProgress): string {
  return `${linesInWords(rows)}, ${Math.floor(part * 100)} %`;
}

export function savedInWords(count: number, { name, isDownload }: { name: string; isDownload: boolean }): string {
  return `${linesInWords(count)} ${count === 1 ? 'is' : 'are'} ${isDownload ? 'downloaded as' : 'saved in'} ${name}.`;
}

/** `bramble-log-2026-11-27.csv`, by the day where the page is. */
export function fileNameOf(format: ExportFormat, now: Date): string {
  const part = (value: number, digits: number) => String(value).padStart(digits, '0');
  const day = `${part(now.getFullYear(), 4)}-${part(now.getMonth() + 1, 2)}-${part(now.getDate(), 2)}`;
  return `bramble-log-${day}.${formatLooks[format].ending}`;
}
