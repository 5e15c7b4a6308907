/** `bramble run FILE`: a program of this computer runs on the board, and its output comes back. */
import type { Command } from 'commander';
import { type CommandContext, endOf } from '../context.ts';
import { addProgramOptions, type ProgramOptions } from '../program-options.ts';

const help = `
The board is soft-reset first, so that nothing of an earlier program is left; --no-reset keeps what is there. What the program
prints goes to stdout as the board sends it, a traceback to stderr with FILE in place of "<stdin>", and in a terminal what the
error means. What you type in the terminal goes to input(); a pipe does so with --input. Ctrl-C interrupts the program; a second
one gives up.

Examples:
  bramble run main.py
  bramble run --timeout 10 test_leds.py && echo passed
  generate-test | bramble run -
  bramble run main.py --device sim: --scenario button.scenario
                                  press its buttons, and exit with 1 when it does not do what is expected`;

export function addRunCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('run')
    .summary('run a program on the board')
    .description('Run a program of this computer on the board, without storing it there.')
    .argument('<file>', 'the program; "-" reads it from stdin')
    .addHelpText('after', help);
  command.option(
    '--scenario <file>',
    'on a simulated board of this process (--device sim:): play this file, and end when all that it expects was met',
  );
  addProgramOptions(command).action(async (file: string, options: ProgramOptions & { scenario?: string }) => {
    const { readProgram } = await import('../program-source.ts');
    const { runProgram } = await import('../program-run.ts');
    const { source, name } = await readProgram(file, context.stdin, endOf(context));
    const scenario =
      options.scenario === undefined
        ? null
        : await (await import('../scenario/read-scenario.ts')).readScenario(options.scenario);
    // The program came on stdin: nothing is left there for it to read.
    const input = file === '-' ? { input: false } : {};
    context.exitCode = await runProgram({
      command,
      context,
      source,
      name,
      options: { ...options, ...input },
      scenario,
    });
  });
}
