/** `bramble exec CODE`: Python given on the command line runs on the board. */
import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';
import { addProgramOptions, type ProgramOptions } from '../program-options.ts';

const help = `
The board is soft-reset first, so that every exec starts from nothing; --no-reset keeps what an earlier one left. Otherwise
as "bramble run".

Examples:
  bramble exec "print(6 * 7)"
  bramble exec "from machine import Pin; Pin('LED').on()"
  bramble exec --no-reset "print(x)"
  bramble exec -- "-1"                      code that begins with a dash`;

export function addExecCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('exec')
    .summary('run a line of Python on the board')
    .description('Run Python given on the command line on the board.')
    .argument('<code>', 'the Python code')
    .addHelpText('after', help);
  addProgramOptions(command).action(async (code: string, options: ProgramOptions) => {
    const { runProgram } = await import('../program-run.ts');
    context.exitCode = await runProgram({ command, context, source: code, name: null, options });
  });
}
