/** `bramble syslog boards`: which boards log, and how they fare. */
import type { Command } from 'commander';
import type { CommandContext } from '../../context.ts';
import type { BoardsOptions } from '../../syslog/boards-syslog.ts';

const help = `
A board's boots and what was lost on the way are known from RFC 5424's meta sequenceId and sysUpTime, as bramble_log sends
them; from a clock that begins anew, as a Pico’s does in 2021; and from what it says. With --json it prints an array.

Examples:
  bramble syslog boards
  bramble syslog boards --json`;

export function addBoardsCommand(syslog: Command, context: CommandContext): void {
  syslog
    .command('boards')
    .description('Say of each board that logs when it was last heard, how often it booted, what was lost.')
    .option('--store <file>', 'where the rows are kept')
    .option('--json', 'print an array')
    .addHelpText('after', help)
    .action(async (options: BoardsOptions) => {
      const { showBoards } = await import('../../syslog/boards-syslog.ts');
      await showBoards(options, context);
    });
}
