/** `bramble mount`: a folder of this computer is a folder of the board, while something is done with the board. */
import { type Command, Option } from 'commander';
import { type OpenBoard, withBoard } from '../board-command.ts';
import type { CommandContext } from '../context.ts';

const help = `
The folder is the board's /remote, and the board's current folder: "import main" takes main.py from this computer, as it is at
that moment. Nothing is written to the flash. Paths and links do not lead out of the folder. Ctrl-D (soft reset) keeps it.
Without --run and --exec, the board's prompt is shown; Ctrl-] or Ctrl-X leaves.

Examples:
  bramble mount .
  bramble mount . --run main.py
  bramble mount lib --exec "import wifi; wifi.scan()"`;

interface Options {
  run?: string;
  exec?: string;
}

export function addMountCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('mount')
    .summary('let the board use a folder of this computer')
    .description('Let the board use a folder of this computer as its folder /remote.')
    .argument('<folder>', 'the folder on this computer')
    .addOption(new Option('--run <file>', 'run a program of this computer meanwhile').conflicts('exec'))
    .addOption(new Option('--exec <code>', 'run a line of Python meanwhile'))
    .addHelpText('after', help);
  command.action(async (folder: string, options: Options) => {
    const { runMounted } = await import('../mounted.ts');
    const mounted = await runMounted({ folder, context, ...options });
    try {
      await withBoard(command, context, (board: OpenBoard) => mounted.work(board), mounted);
    } finally {
      await mounted.dispose();
    }
  });
}
