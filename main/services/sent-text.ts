/**
 * The contract's `sentText`: from a row of the log to the text that its board had then. It knows boards by their addresses and by their
 * names in the log.
 */
import type { LoggedPlace, SyslogService } from '../../app/contract/index.ts';
import { boardOfSerial } from '../../app/syslog/index.ts';
import type { SentPlace, SentPrograms } from '../platform/sent-programs.ts';
import { usualBoardName } from './serial-log/board-name.ts';

export interface SentTextOptions {
  sent: Pick<SentPrograms, 'boards' | 'textAt'>;
  /** The board's name in the log; null when it never sent anything there. */
  loggedName: (address: string) => Promise<string | null>;
}

export function createSentText({ sent, loggedName }: SentTextOptions): SyslogService['sentText'] {
  const nameOf = async (address: string) => (await loggedName(address)) ?? usualBoardName(address);
  const boardOf = async ({ address, hostname }: LoggedPlace): Promise<string | null> => {
    const printedBy = boardOfSerial(address);
    if (printedBy !== null) return printedBy;
    const named = await Promise.all(sent.boards().map(async (board) => ({ board, name: await nameOf(board) })));
    const [found, ...others] = named.filter(({ name }) => name === (hostname ?? address));
    // Of two boards with one name, nobody knows which it was.
    return others.length === 0 ? (found?.board ?? null) : null;
  };
  return async (place) => {
    const where = placeOnBoard(place);
    const board = where === null ? null : await boardOf(place);
    return board === null || where === null ? null : (sent.textAt(board, where, place.receivedAtMs)?.text ?? null);
  };
}

/** MicroPython names a file by the entry of `sys.path` where it was found: `''` for the top folder, `/lib`. */
function placeOnBoard({ file, program }: LoggedPlace): SentPlace | null {
  if (program !== null) return { program };
  const path = file.replace(/^\/+/, '').replace(/^flash\//, '');
  // A mounted folder is the computer's own and was never sent.
  return path === '' || path.startsWith('remote/') ? null : { file: `/${path}` };
}
