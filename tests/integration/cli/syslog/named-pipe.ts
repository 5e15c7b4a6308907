/** A named pipe for a test, as what feeds a command or takes what it prints. */
import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { onTestFinished } from 'vitest';

/** Makes it, open at both its ends until the test has finished; gives the file descriptor. */
export function openPipe(file: string): number {
  execFileSync('sh', ['-c', 'mkfifo "$0"', file]);
  const pipe = openSync(file, constants.O_RDWR | constants.O_NONBLOCK);
  onTestFinished(() => closeSync(pipe));
  return pipe;
}
