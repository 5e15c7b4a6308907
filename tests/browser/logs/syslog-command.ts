/** `bramble syslog` on the log that a page shows, or on another. */
import { expect } from 'vitest';
import { CommandProcess, entry, repositoryFolder } from '../../integration/cli/command-process.ts';

/** What it writes to stdout; fails the test when it does not end well. */
export async function syslogCommand(storeFile: string, [command = '', ...args]: readonly string[]): Promise<Buffer> {
  const started = new CommandProcess(process.execPath, [entry, 'syslog', command, '--store', storeFile, ...args], {
    env: process.env,
    cwd: repositoryFolder,
  });
  started.endOfInput();
  const { exitCode, stderr } = await started.ended;
  expect([exitCode, stderr]).toEqual([0, expect.any(String)]);
  return started.bytes;
}
