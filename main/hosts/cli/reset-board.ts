/** Restarts a board, softly or wholly, for `bramble reset`. */
import { DisposableStore } from '../../../app/base/index.ts';
import type { OpenBoard } from './board-command.ts';
import type { CommandContext } from './context.ts';

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

/** Restarts the chip. Resolves with the exit code when the board is there again; its main.py is left alone. */
export async function hardReset({ session, signal }: OpenBoard): Promise<number> {
  await session.hardReset({ signal });
  await session.back();
  return 0;
}
