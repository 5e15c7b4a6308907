/** How many lines there are, how many of them are shown, and whether new ones are, in a few words. */

export interface LogSummary {
  totalRows: number;
  /** What came since Bramble started and found no room. */
  lost: number;
  /** What passes the filter: the rows in the window, and whether there are more; null without a filter. */
  passed: { rows: number; more: boolean } | null;
  following: boolean;
  hasNewer: boolean;
}

/** `12+ of 3,000 lines, 7 lost, paused`. */
export function summaryOf({ totalRows, lost, passed, following, hasNewer }: LogSummary): string {
  const of = passed === null ? '' : `${passed.rows.toLocaleString('en')}${passed.more ? '+' : ''} of `;
  const kept = `${of}${totalRows.toLocaleString('en')} ${totalRows === 1 ? 'line' : 'lines'}`;
  const lines = lost === 0 ? kept : `${kept}, ${lost.toLocaleString('en')} lost`;
  if (following) return lines;
  return hasNewer ? `${lines}, paused, new ones came` : `${lines}, paused`;
}

/** What it means that lines were lost; null where none were. */
export function lostInWords(lost: number): string | null {
  if (lost === 0) return null;
  const lines = lost === 1 ? '1 line was' : `${lost.toLocaleString('en')} lines were`;
  return `${lines} received since Bramble started and not kept: more came at once than could be stored.`;
}
