/**
 * Tells the log of starts that were ordered from here, so that it does not take them for reboots. It knows boards by their names in the log, and
 * no messages. Where the address of a board does not tell its name there, the board is asked who it is, before it restarts.
 */
import type { Clock } from '../../app/base/index.ts';
import { type BoardIdentity, parseBoardAddress } from '../../app/board/index.ts';
import type { OrderedStart } from '../../app/syslog/index.ts';
import { loggedBoardName, loggedNameOf } from './serial-log/board-name.ts';
import type { LogSource } from './syslog-service.ts';

export interface OrderedStartsOptions {
  clock: Clock;
  log: Pick<LogSource, 'expectStart' | 'rows' | 'boards'>;
  /** The name of the board at this address in the log, where it is known already. */
  knownName: (address: string) => string | null;
}

/**
 * To be called when a start of the board at `address` is ordered, before the board gets the order. Gives what wants to know who the
 * board is, and resolves when it may restart; undefined where that is not needed.
 */
export type NoteStart = (
  address: string,
  by: OrderedStart['by'],
) => ((identity: BoardIdentity) => Promise<void>) | undefined;

/** A log that is busy must not hold up a start; its answer counts later as well. */
const mostHeldUpMs = 500;

export function tellOrderedStarts({ clock, log, knownName }: OrderedStartsOptions): NoteStart {
  return (address, by) => {
    const start = { by, atMs: clock.now() };
    const known = knownName(address);
    if (known !== null) log.expectStart(known, start);
    // A log that cannot be read has no names, and its status says why.
    const tell = async (asked: Promise<string | null>) => {
      const name = await asked.catch(() => null);
      if (name !== null && name !== known) log.expectStart(name, start);
      return name !== null;
    };
    // It may have been given another name since.
    const told = tell(loggedBoardName(log, address));
    // What a simulated board sends comes from this computer's address, and its own unique id is known.
    if (known !== null || parseBoardAddress(address).kind === 'sim') return undefined;
    return async (identity) => {
      const toldNow = told.then((isTold) => isTold || tell(loggedNameOf(log, identity)));
      await within(clock, mostHeldUpMs, toldNow);
    };
  };
}

/** Resolves with the promise, or when so much time has passed. */
async function within(clock: Clock, ms: number, promise: Promise<unknown>): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = clock.schedule(resolve, ms);
    void promise.then(() => {
      timer.dispose();
      resolve();
    });
  });
}
