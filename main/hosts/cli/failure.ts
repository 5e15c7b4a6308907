/** What the command line says and exits with when a command failed. The one place that turns errors into exit codes. */
import { CommanderError } from 'commander';
import { BrambleError, describeError } from '../../../app/base/index.ts';
import type { CommandContext } from './context.ts';

/** Says what is to be said of `error` on stderr, and gives the exit code. */
export function reportFailure(error: unknown, context: CommandContext): number {
  if (context.output.closed.aborted) return 0;
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (context.interruption.signal.aborted && isCancellation(error)) return context.interruption.exitCode;
  const { message } = describeError(error);
  context.output.say(message);
  if (!(error instanceof BrambleError)) sayWhere(error, context);
  return error instanceof BrambleError ? error.exitCode : 1;
}

function isCancellation(error: unknown): boolean {
  if (error instanceof BrambleError) return error.code === 'cancelled';
  return error instanceof Error && error.name === 'AbortError';
}

/** A bug deserves its stack, for the report. */
function sayWhere(error: unknown, context: CommandContext): void {
  if (error instanceof Error && error.stack !== undefined) context.output.note(`${error.stack}\n`);
}

/** Rewrites commander's "error: unknown command 'rnu'\n(Did you mean run?)" as Bramble says things. */
export function usageSentence(commanderText: string): string {
  const [first = '', hint = ''] = commanderText
    .trim()
    .replace(/^error: /, '')
    .split('\n');
  const sentence = `${first.charAt(0).toUpperCase()}${first.slice(1)}`.replace(/\.?$/, '.');
  const suggestion = hint === '' ? '' : ` ${hint.replace(/^\((.*)\)$/, '$1')}`;
  return `bramble: ${sentence}${suggestion} Add --help to see how it is used.\n`;
}
