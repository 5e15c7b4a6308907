/** `bramble sync`: brings a folder on the board in step with one of this computer. */
import type { Command } from 'commander';
import { withBoardFiles } from '../board-command.ts';
import type { CommandContext } from '../context.ts';
import { parseBoardPath } from '../places.ts';

const help = `
Asks the board once for the SHA-256 of all its files and sends what differs, in one stream. Names that begin with "." and
__pycache__ folders are left out on both sides.

Examples:
  bramble sync .                       this folder to the top of the board
  bramble sync lib :lib
  bramble sync . --dry-run --delete    only say what would be sent and removed`;

export function addSyncCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('sync')
    .summary('bring the board in step with a folder of this computer')
    .description('Bring a folder on the board in step with one of this computer.')
    .argument('<folder>', 'the folder on this computer')
    .argument('[target]', 'the folder on the board', ':')
    .option('--delete', 'remove from the board what this computer does not have')
    .option('-n, --dry-run', 'only say what would be done')
    .option('--in-place', 'replace one file after the other, when old and new ones do not fit together')
    .option('-q, --quiet', 'do not say what is done')
    .addHelpText('after', help);
  command.action(
    async (folder: string, target: string, options: { delete?: true; dryRun?: true; inPlace?: true; quiet?: true }) => {
      const { output } = context;
      const { syncFolder } = await import('../files/sync.ts');
      await withBoardFiles(command, context, async (files, { signal }) => {
        await syncFolder({
          files,
          folder,
          target: parseBoardPath(target),
          remove: options.delete === true,
          inPlace: options.inPlace === true,
          dryRun: options.dryRun === true,
          beforeChange: async () => {},
          onDone: (text) => options.quiet ?? output.note(`${text}\n`),
          onProgress: (text) => options.quiet ?? output.progress(text),
          signal,
        });
      });
    },
  );
}
