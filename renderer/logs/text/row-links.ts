/** Where the places lead that a row names. */
import type { LoggedPlace } from '../../../app/contract/index.ts';
import { runFromHere, type SyslogRow, viaOf } from '../../../app/syslog/index.ts';
import type { BoardTextProps } from './board-text.tsx';

/** Opens a place in a program; null for a file that is not the project's. `logged` null: nothing tells what the board had there. */
export type LogLinkOf = (file: string, line: number, logged: LoggedPlace | null) => (() => void) | null;

type Row = Pick<SyslogRow, 'id' | 'address' | 'hostname' | 'appName' | 'msgId' | 'text' | 'receivedAtMs'>;

/** The first place of a traceback stands within so many characters. */
const lookedAt = 500;
/** What a board prints as its program ends comes this soon after what the program sent, or before. */
const besideMs = 5000;
const besideRows = 100;

/**
 * The program that a row calls `<stdin>`: a row of what a board printed has its name; for one that the board sent, what it printed at that
 * time tells. null where the row does not speak of it, or nothing tells. `rows` are in order of their ids.
 */
export function programOf(row: Row, rows: readonly Row[]): string | null {
  if (row.text.lastIndexOf(runFromHere, lookedAt) === -1) return null;
  if (viaOf(row.address) === 'serial') return row.appName;
  // It is of the run before, whose program may have been another.
  if (row.msgId === 'LAST-CRASH') return null;
  const at = rows.findIndex(({ id }) => id === row.id);
  const distance = ({ receivedAtMs }: Row) => Math.abs(receivedAtMs - row.receivedAtMs);
  const [printed] = rows
    .slice(Math.max(0, at - besideRows), at + besideRows)
    .filter((each) => viaOf(each.address) === 'serial' && each.hostname === row.hostname && distance(each) <= besideMs)
    .sort((a, b) => distance(a) - distance(b));
  return printed?.appName ?? null;
}

/** The links of a row, in which `<stdin>` is `program`. */
export function linksOf(row: Row, program: string | null, linkOf: LogLinkOf): BoardTextProps['linkOf'] {
  const { address, hostname, receivedAtMs } = row;
  return (file, line) => {
    const ran = file === runFromHere ? program : null;
    // What crashed last may have been replaced before the board could tell of it.
    const isLate = row.msgId === 'LAST-CRASH';
    const logged = isLate ? null : { address, hostname, receivedAtMs, file, program: ran };
    return linkOf(ran ?? file, line, logged);
  };
}
