/** Restarts a board, softly or wholly, for `bramble reset`. */
import { BrambleError, DisposableStore } from '../../../app/base/index.ts';
import { systemClock } from '../../platform/system-clock.ts';
import type { OpenBoard } from './board-command.ts';
import type { CommandContext } from './context.ts';

/** rp2 leaves USB and comes back within two seconds; a host under load takes longer to name the port anew. */
const returnWithinMs = 15_000;
const retryMs = 200;

/** Restarts the interpreter and shows what it says until main.py has ended; Ctrl-C stops it. Resolves with the exit code. */
export async function softReset({ session, signal }: OpenBoard, context: CommandContext): Promise<number> {
  const { interruption, output } = context;
  let stopped = false;
  const owned = new DisposableStore();
  const onPress = () => {
    stopped = true;
    session.interrupt().catch(() => {});
  };
  owned.add(interruption.takeOver(onPress));
  const shown = output.boardBytes({ lf: false });
  owned.add(session.onOutput((bytes) => shown.write(bytes)));
  try {
    await session.softReset({ until: 'prompt', signal });
    return stopped ? 130 : 0;
  } finally {
    owned.dispose();
    // The board's prompt is the last thing shown, and the shell's own is to begin a line.
    await shown.end();
    await output.write('\n');
  }
}

/** Restarts the chip. Resolves with the exit code when the board answers again. */
export async function hardReset({ session, signal, reopen }: OpenBoard): Promise<number> {
  await session.hardReset({ signal });
  const deadlineMs = systemClock.now() + returnWithinMs;
  for (;;) {
    try {
      (await reopen()).dispose();
      return 0;
    } catch (error) {
      if (!isOnItsWay(error)) throw error;
      if (systemClock.now() > deadlineMs) throw stayedAway(session.address, error);
      await new Promise<void>((resolve) => void systemClock.schedule(resolve, retryMs));
      signal.throwIfAborted();
    }
  }
}

function isOnItsWay(error: unknown): boolean {
  return (
    error instanceof BrambleError && ['no-board', 'connection-lost', 'port-busy', 'port-forbidden'].includes(error.code)
  );
}

function stayedAway(address: string, cause: unknown): BrambleError {
  return new BrambleError(
    'not-responding',
    `The board at ${address} was reset, and did not come back within ${returnWithinMs / 1000} s. Unplug it and plug it in again.`,
    { cause },
  );
}
