/** The options that `run` and `exec` share. */
import type { Command } from 'commander';
import { secondsAsMs } from './numbers.ts';

export interface ProgramOptions {
  reset: boolean;
  /** Whether stdin goes to the program; undefined: when it is a terminal. */
  input?: boolean;
  lf?: true;
  /** Milliseconds. */
  timeout?: number;
}

export function addProgramOptions(command: Command): Command {
  return command
    .option('-t, --timeout <seconds>', 'stop the program after this time and exit with 4', secondsAsMs)
    .option('--no-reset', 'do not soft-reset the board first')
    .option('--input', 'pass a pipe on stdin to the program, as a terminal always is')
    .option('--no-input', 'leave even a terminal alone')
    .option(
      '--lf',
      'end lines with LF; without it the bytes stay as the board sends them, and its print() ends them with CRLF',
    );
}
