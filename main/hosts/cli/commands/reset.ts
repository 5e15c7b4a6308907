/** `bramble reset`: restarts the board. */
import type { Command } from 'commander';
import { withBoard } from '../board-command.ts';
import type { CommandContext } from '../context.ts';

const help = `
Without --soft the whole chip restarts, by machine.reset(), and the command waits until the board is back. With --soft only the
interpreter restarts, and what boot.py and main.py print is shown until main.py ends; Ctrl-C stops it.

Examples:
  bramble reset
  bramble reset --soft`;

export function addResetCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('reset')
    .summary('restart the board')
    .description('Restart the board.')
    .option('--soft', 'restart the interpreter only, as Ctrl-D does')
    .addHelpText('after', help);
  command.action(async (options: { soft?: true }) => {
    const { hardReset, softReset } = await import('../reset-board.ts');
    context.exitCode = await withBoard(command, context, (board) =>
      options.soft ? softReset(board, context) : hardReset(board),
    );
  });
}
