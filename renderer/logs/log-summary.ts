/** How many lines there are, how many of them are shown, and whether new ones are, in a few words. */

export interface LogSummary {
  totalRows: number;
  /** What passes the filter: the rows in the window, and whether there are more; null without a filter. */
  passed: { rows: number; more: boolean } | null;
  following: boolean;
  hasNewer: boolean;
}

/** `12+ of 3,000 lines, paused`. */
export function summaryOf({ totalRows, passed, following, hasNewer }: LogSummary): string {
  const of = passed === null ? '' : `${passed.rows.toLocaleString('en')}${passed.more ? '+' : ''} of `;
  const lines = `${of}${totalRows.toLocaleString('en')} ${totalRows === 1 ? 'line' : 'lines'}`;
  if (following) return lines;
  return hasNewer ? `${lines}, paused, new ones came` : `${lines}, paused`;
}
