/** `bramble monitor`: shows what the board prints and sends it nothing. */
import type { Command } from 'commander';
import { BrambleError } from '../../../../app/base/index.ts';
import { type OpenBoard, withBoard } from '../board-command.ts';
import { type CommandContext, endOf } from '../context.ts';

const help = `
Nothing is sent to the board: no Ctrl-C, no clock, no keys. A board that restarts or is plugged in again within a quarter of a
minute is watched on. Ctrl-C ends the watching and leaves the board as it is.

Examples:
  bramble monitor
  bramble monitor --lf > board.log`;

export function addMonitorCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('monitor')
    .summary('show what the board prints, without disturbing it')
    .description('Show what the board prints, without disturbing it.')
    .option('--lf', 'end lines with LF; without it the bytes stay as the board sends them')
    .addHelpText('after', help);
  command.action(async (options: { lf?: true }) => {
    const { output } = context;
    const shown = output.boardBytes({ lf: options.lf === true });
    await withBoard(command, context, (board) => untilEndOrLoss(board, context), {
      approach: 'listen',
      prepare: (session) => {
        session.onOutput((bytes) => shown.write(bytes));
        session.onDidChangeState((state) => {
          if (state.kind === 'lost') output.note(`${state.reason}\n`);
          else if (state.kind === 'connecting' && state.again) output.note(`${state.step}\n`);
        });
      },
    });
    await shown.end();
  });
}

/** The proper end is Ctrl-C. */
function untilEndOrLoss({ session }: OpenBoard, context: CommandContext): Promise<void> {
  const end = endOf(context);
  return new Promise((resolve, reject) => {
    if (end.aborted) resolve();
    end.addEventListener('abort', () => resolve(), { once: true });
    session.onDidGiveUp(() => {
      const { state } = session;
      const why = state.kind === 'lost' ? `${state.reason} ${state.remedy}` : 'The board went away.';
      reject(new BrambleError('connection-lost', why));
    });
  });
}
