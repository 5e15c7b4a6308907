/** `bramble repl`: the board's own prompt in this terminal. */
import type { Command } from 'commander';
import type { BoardSession } from '../../../../app/board/index.ts';
import { type OpenBoard, withBoard } from '../board-command.ts';
import type { CommandContext } from '../context.ts';

const help = `
Ctrl-] or Ctrl-X leaves. Every other key goes to the board: Ctrl-C interrupts, Ctrl-D restarts, Ctrl-E begins a paste.
With a pipe as stdin, its lines are typed, and the command ends when the board is at its prompt again.

Examples:
  bramble repl
  bramble repl --attach
  printf 'import os\\nos.listdir()\\n' | bramble repl`;

export function addReplCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('repl')
    .summary('talk to the board at its prompt')
    .description('Talk to the board at its prompt.')
    .option('--attach', 'leave a program that runs alone, and show what it prints')
    .addHelpText('after', help);
  command.action(async (options: { attach?: true }) => {
    const { ReplTerminal } = await import('../repl-terminal.ts');
    const terminal = new ReplTerminal(context);
    context.output.note('Ctrl-] or Ctrl-X leaves.\n');
    const work = ({ session, signal }: OpenBoard) => terminal.talk(session, signal);
    const prepare = (session: BoardSession) => terminal.attach(session);
    const approach = options.attach ? 'attach' : 'interrupt';
    await withBoard(command, context, work, { prepare, approach, showsShell: true });
  });
}
