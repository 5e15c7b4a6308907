/** Which rows of the table are chosen: those from one end to the other. */
import { rowsFoldedInto, type SyslogRow } from '../../../app/syslog/index.ts';

/** Whether the row lies between the two ends, whichever of them is the newer. Without an end nothing does. */
export function isBetween(id: number, anchorId: number | null, endId: number | null): boolean {
  if (endId === null) return false;
  const from = anchorId ?? endId;
  return id >= Math.min(from, endId) && id <= Math.max(from, endId);
}

/** The rows that are chosen, each line of a traceback by itself. `selected` is there also when it left the window. */
export function chosenRows(
  rows: readonly SyslogRow[],
  { anchorId, selected }: { anchorId: number | null; selected: SyslogRow | null },
): SyslogRow[] {
  if (selected === null) return [];
  const chosen = rowsFoldedInto(rows, (id) => isBetween(id, anchorId, selected.id));
  return chosen.length === 0 ? [selected] : chosen;
}
