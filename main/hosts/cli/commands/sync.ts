/** `bramble sync`: brings a folder on the board in step with one of this computer. */
import type { Command } from 'commander';
import { filesOf, type OpenBoard, withEachBoard } from '../board-command.ts';
import type { CommandContext } from '../context.ts';
import { parseBoardPath } from '../places.ts';

const help = `
Asks the board once for the SHA-256 of all its files and sends what differs, in one stream. The new files become visible
together: a sync that is broken off leaves the old ones, or is completed by the next connection. What is replaced or removed
is kept on this computer for "bramble undo". Names that begin with ".", __pycache__ folders, and what the file
.brambleignore names as .gitignore would, are left out on both sides.

Examples:
  bramble sync .                       this folder to the top of the board
  bramble sync lib :lib
  bramble sync . --dry-run --delete    only say what would be sent and removed
  bramble sync . --watch --run main.py again after each save`;

interface Options {
  delete?: true;
  dryRun?: true;
  inPlace?: true;
  quiet?: true;
  undo: boolean;
  watch?: true;
  run?: string;
}

export function addSyncCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('sync')
    .summary('bring the board in step with a folder of this computer')
    .description('Bring a folder on the board in step with one of this computer.')
    .argument('<folder>', 'the folder on this computer')
    .argument('[target]', 'the folder on the board', ':')
    .option('--delete', 'remove from the board what this computer does not have')
    .option('-n, --dry-run', 'only say what would be done')
    .option('-w, --watch', 'go on, and sync after each save until Ctrl-C')
    .option('--run <file>', 'run this file of this computer after each sync; with --watch it is stopped and run anew')
    .option('--in-place', 'replace one file after the other, when old and new ones do not fit together')
    .option('--no-undo', 'keep nothing of what is replaced or removed')
    .option('-q, --quiet', 'do not say what is done')
    .addHelpText('after', help);
  command.action(async (folder: string, target: string, options: Options) => {
    const { syncFolder } = await import('../files/sync.ts');
    const { repeatSync } = await import('../files/repeat-sync.ts');
    const { snapshotsOf } = await import('../files/snapshots.ts');
    const repeats = options.watch === true || options.run !== undefined;
    const work = async (board: OpenBoard, own: CommandContext): Promise<number> => {
      const { session, signal } = board;
      const { output } = own;
      const files = await filesOf(board);
      const snapshots = snapshotsOf(context);
      const onProgress = (text: string) => options.quiet ?? output.progress(text);
      const sync = () =>
        syncFolder({
          files,
          folder,
          target: parseBoardPath(target),
          remove: options.delete === true,
          inPlace: options.inPlace === true,
          dryRun: options.dryRun === true,
          beforeChange: async (change) => {
            if (options.undo) await snapshots.take({ session, files }, change, { signal });
          },
          onDone: (text) => options.quiet ?? output.note(`${text}\n`),
          onProgress,
          signal,
        });
      if (!repeats) await sync();
      else
        await repeatSync({
          session,
          context: own,
          folder,
          run: options.run ?? null,
          once: options.watch === undefined,
          sync: () => session.hold(sync),
          signal,
        });
      return own.exitCode;
    };
    context.exitCode = await withEachBoard(command, context, work, { holdsPrompt: !repeats });
  });
}
