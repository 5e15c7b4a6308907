/** A command's surroundings that say and do nothing: for tests that look at the commands without running them. */
import { PassThrough } from 'node:stream';
import type { CommandContext } from '../../../main/hosts/cli/context.ts';
import { Interruption } from '../../../main/hosts/cli/interruption.ts';
import { Output } from '../../../main/hosts/cli/output.ts';

export function silentContext(): CommandContext {
  return {
    output: new Output(new PassThrough(), new PassThrough()),
    interruption: new Interruption({ now: () => 0, quit: () => {} }),
    environment: {},
    stdin: process.stdin,
    exitCode: 0,
  };
}
