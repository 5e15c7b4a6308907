/** Reads the arguments, runs the command, and ends the process with its exit code once everything said has left it. */
import { performance } from 'node:perf_hooks';
import type { CommandContext } from './context.ts';
import { reportFailure } from './failure.ts';
import { Interruption } from './interruption.ts';
import { Output } from './output.ts';
import { bramble } from './program.ts';

export async function main(): Promise<void> {
  const context: CommandContext = {
    output: new Output(process.stdout, process.stderr),
    interruption: new Interruption({ now: () => performance.now(), quit: (exitCode) => process.exit(exitCode) }),
    environment: process.env,
    stdin: process.stdin,
    exitCode: 0,
  };
  context.interruption.listenTo(process);
  const exitCode = await runCommand(process.argv.slice(2), context);
  await context.output.flush();
  process.exit(exitCode);
}

async function runCommand(args: string[], context: CommandContext): Promise<number> {
  try {
    await bramble(context).parseAsync(args, { from: 'user' });
    return context.exitCode;
  } catch (error) {
    return reportFailure(error, context);
  }
}
