/** `bramble doctor`: what is between this computer and the board's prompt, and what to do about it. */
import type { Command } from 'commander';
import { BrambleError } from '../../../../app/base/index.ts';
import { type CommandContext, endOf } from '../context.ts';
import type { Check } from '../doctor/check.ts';

const help = `
Looks at the ports, the permissions, other programs on the port, and then seeks the board's attention by every means: Ctrl-C, Ctrl-C in
bursts, the end of its input. It ends with what the board tells of itself, or with the reason and the remedy. A program that runs is
interrupted, unless --no-interrupt says otherwise.

--catch is for a board whose program masks Ctrl-C: it asks you to unplug the board and to plug it in again, and interrupts the
program as it starts.

Examples:
  bramble doctor
  bramble --device kitchen doctor --json
  bramble doctor --no-interrupt`;

interface DoctorOptions {
  json?: true;
  interrupt: boolean;
  catch?: true;
}

export function addDoctorCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('doctor')
    .summary('find out why a board does not answer')
    .description('Find out what is between this computer and the board, and what to do about it.')
    .option('--json', 'one object with device, address, exitCode, and checks with name, status, says and remedy')
    .option('--no-interrupt', 'leave a program that runs alone')
    .option('--catch', 'if it does not answer: wait for the board to be plugged in anew, and interrupt it as it starts')
    .addHelpText('after', help);
  command.action(async (options: DoctorOptions) => {
    const { createWiring } = await import('../../wiring.ts');
    const { examine } = await import('../doctor/examine.ts');
    const { device, rtc } = command.optsWithGlobals() as { device: string[]; rtc: boolean };
    const [only, ...more] = device;
    if (only === undefined || only === 'all' || more.length > 0) {
      throw new BrambleError('usage', 'The doctor looks at one board at a time. Name one with --device.');
    }
    const wiring = createWiring(context.environment);
    const { output } = context;
    try {
      const report = await examine({
        wiring,
        device: only,
        rtc,
        signal: endOf(context),
        onlyWatch: !options.interrupt,
        catchAtStart: options.catch === true,
        onCheck: (check) => void (options.json || output.line(lineOf(check))),
        onStep: (step) => output.note(`      ${step}\n`),
      });
      if (options.json) await output.json(report);
      context.exitCode = report.exitCode;
    } finally {
      await wiring.dispose();
    }
  });
}

const marks = { ok: 'ok   ', warning: 'look ', problem: 'wrong' } as const;

function lineOf({ name, status, says, remedy }: Check): string {
  return `${marks[status]} ${name.padEnd(11)} ${says}${remedy === null ? '' : `\n                  ${remedy}`}`;
}
