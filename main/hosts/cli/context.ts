/** What every command is given. */
import type { ReadStream } from 'node:tty';
import type { Interruption } from './interruption.ts';
import type { Output } from './output.ts';

export interface CommandContext {
  readonly output: Output;
  readonly interruption: Interruption;
  readonly environment: NodeJS.ProcessEnv;
  readonly stdin: NodeJS.ReadStream | ReadStream;
  /** What the process exits with when the command throws nothing; 0 unless a command sets it. */
  exitCode: number;
}

/** Aborts when the command is to end: Ctrl-C, a signal, or nobody reads the results any more. */
export function endOf(context: CommandContext, ...others: AbortSignal[]): AbortSignal {
  return AbortSignal.any([context.interruption.signal, context.output.closed, ...others]);
}

/** Resolves when the command is to end: for commands whose proper end that is. */
export function untilEnd(context: CommandContext): Promise<void> {
  const end = endOf(context);
  return new Promise((resolve) => {
    if (end.aborted) resolve();
    else end.addEventListener('abort', () => resolve(), { once: true });
  });
}
