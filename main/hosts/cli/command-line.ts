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
  await Promise.race([context.output.flush(), patience(context.interruption.signal)]);
  process.exit(exitCode === 0 && context.output.isBroken ? 1 : exitCode);
}

/** A reader that stands still, such as a pager or a stopped terminal, must not keep a command that was told to end. */
const patienceMs = 1000;

function patience(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wait = () => setTimeout(resolve, patienceMs);
    if (signal.aborted) wait();
    else signal.addEventListener('abort', wait, { once: true });
  });
}

async function runCommand(args: string[], context: CommandContext): Promise<number> {
  try {
    await bramble(context).parseAsync(args, { from: 'user' });
    return context.exitCode;
  } catch (error) {
    return reportFailure(error, context);
  }
}
