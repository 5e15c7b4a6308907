/** The simulated boards that processes of this user offer to others, as records in the data folder. */
import { join } from 'node:path';
import type { Disposable } from '../../app/base/index.ts';
import { listRecords, tellProcesses } from './process-records.ts';

export interface OfferedBoard {
  /** The name in `sim:NAME`. */
  name: string;
  /** `tcp:127.0.0.1:2217`, null when it is not offered so. */
  tcp: string | null;
  /** `/dev/pts/5`, null when it is not offered so. */
  pty: string | null;
  /** The folder that is its flash. */
  flash: string;
  /** The process that runs the board. */
  pid: number;
}

/** Lets other processes find the board until the Disposable ends. */
export function offerBoard(dataFolder: string, board: Omit<OfferedBoard, 'pid'>): Promise<Disposable> {
  return tellProcesses(folderIn(dataFolder), board);
}

/** The boards that living processes offer, by name and process; files that dead ones left are removed. */
export async function listOfferedBoards(dataFolder: string): Promise<OfferedBoard[]> {
  const boards = await listRecords(folderIn(dataFolder), isOfferedBoard);
  return boards.sort((a, b) => (a.name === b.name ? a.pid - b.pid : a.name < b.name ? -1 : 1));
}

function isOfferedBoard(value: unknown): value is OfferedBoard {
  if (typeof value !== 'object' || value === null) return false;
  const { name, tcp, pty, flash, pid } = value as Partial<Record<keyof OfferedBoard, unknown>>;
  const textOrNull = (part: unknown) => part === null || typeof part === 'string';
  return (
    typeof name === 'string' &&
    textOrNull(tcp) &&
    textOrNull(pty) &&
    typeof flash === 'string' &&
    typeof pid === 'number'
  );
}

function folderIn(dataFolder: string): string {
  return join(dataFolder, 'offered');
}
