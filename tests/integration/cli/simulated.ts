/** A `bramble sim` process that the tests of one file share. */
import type { CommandProcess, CommandRoom } from './command-process.ts';

export interface OfferedBoard {
  /** `tcp:127.0.0.1:PORT`. */
  address: string;
  process: CommandProcess;
}

/** Resolves when the board can be reached. */
export async function offerBoard(room: CommandRoom, ...args: string[]): Promise<OfferedBoard> {
  const process = room.start(['sim', '--tcp', '0', ...args]);
  const [address] = await process.said('stdout', /^tcp:127\.0\.0\.1:\d+$/m);
  return { address, process };
}
