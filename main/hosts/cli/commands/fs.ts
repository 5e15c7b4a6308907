/** `bramble fs …`: the files on the board. One file a command in fs/. */
import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';
import { addCatCommand } from './fs/cat.ts';
import { addCpCommand } from './fs/cp.ts';
import { addDfCommand } from './fs/df.ts';
import { addLsCommand } from './fs/ls.ts';
import { addMkdirCommand } from './fs/mkdir.ts';
import { addMvCommand } from './fs/mv.ts';
import { addRmCommand } from './fs/rm.ts';
import { addSha256Command } from './fs/sha256.ts';
import { addTouchCommand } from './fs/touch.ts';
import { addTreeCommand } from './fs/tree.ts';

const help = `
Paths on the board begin with ":", as in mpremote: ":main.py", ":/lib/wifi.py", ":" for the top folder. In "cp" a path without
":" is on this computer; the other commands look at the board only, so there the ":" may be left out.

Examples:
  bramble fs ls
  bramble fs cp main.py lib/wifi.py :
  bramble fs cp -r lib :
  bramble fs cp :main.py .`;

export function addFsCommand(program: Command, context: CommandContext): void {
  const fs = program
    .command('fs')
    .summary('list, copy and change the files on the board')
    .description('List, copy and change the files on the board.')
    .addHelpText('after', help);
  for (const add of [
    addLsCommand,
    addTreeCommand,
    addCatCommand,
    addCpCommand,
    addMvCommand,
    addRmCommand,
    addMkdirCommand,
    addTouchCommand,
    addSha256Command,
    addDfCommand,
  ]) {
    add(fs, context);
  }
}
