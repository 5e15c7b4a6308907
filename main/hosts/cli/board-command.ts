/** What every command that talks to a board does around its work: open the board that `--device` names, and let it go. */
import type { Command } from 'commander';
import type { BoardFiles, BoardSession } from '../../../app/board/index.ts';
import { deflate } from '../../platform/deflate.ts';
import { systemClock } from '../../platform/system-clock.ts';
import { type CommandContext, endOf } from './context.ts';

export interface OpenBoard {
  session: BoardSession;
  /** Aborts when the command is to end. */
  signal: AbortSignal;
  /** Makes a session with the same board anew, after it restarted. */
  reopen: () => Promise<BoardSession>;
}

/** The address given by `--device`, by BRAMBLE_DEVICE, or `auto`. */
export function deviceOf(command: Command): string {
  return (command.optsWithGlobals() as { device: string }).device;
}

/** Opens the board, does `work`, and closes the line, whatever happens. `prepare` sees the session before it connects. */
export async function withBoard<T>(
  command: Command,
  context: CommandContext,
  work: (board: OpenBoard) => Promise<T>,
  prepare: (session: BoardSession) => void = () => {},
): Promise<T> {
  const { createWiring } = await import('../wiring.ts');
  const { BoardSession } = await import('../../../app/board/index.ts');
  const wiring = createWiring(context.environment);
  const signal = endOf(context);
  const open = async (address: string) => {
    const session = new BoardSession({ transport: await wiring.openTransport(address), clock: systemClock });
    prepare(session);
    try {
      await session.connect({ signal });
    } catch (error) {
      session.dispose();
      throw error;
    }
    return session;
  };
  try {
    const session = await open(deviceOf(command));
    try {
      return await work({ session, signal, reopen: () => open(session.address) });
    } finally {
      session.dispose();
    }
  } finally {
    await wiring.dispose();
  }
}

/** As withBoard, for commands about the board's files. */
export function withBoardFiles<T>(
  command: Command,
  context: CommandContext,
  work: (files: BoardFiles, board: OpenBoard) => Promise<T>,
): Promise<T> {
  return withBoard(command, context, async (board) => {
    const { BoardFiles } = await import('../../../app/board/index.ts');
    const onSettled = ({ message }: { message: string }) => context.output.note(`${message}\n`);
    return work(new BoardFiles(board.session, { deflate, onSettled }), board);
  });
}
