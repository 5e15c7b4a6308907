/** `bramble fs rm`: removes files on the board, and folders with `-r`. */
import type { Command } from 'commander';
import { BrambleError } from '../../../../../app/base/index.ts';
import { withBoardFiles } from '../../board-command.ts';
import type { CommandContext } from '../../context.ts';
import { boardPaths } from '../../files/board-globs.ts';
import { boardPathForPeople } from '../../places.ts';

export function addRmCommand(fs: Command, context: CommandContext): void {
  const command = fs
    .command('rm')
    .description('Remove files from the board.')
    .argument('<paths...>', 'files on the board, or folders with -r')
    .option('-r, --recursive', 'remove folders with all they hold')
    .addHelpText(
      'after',
      '\nExamples:\n  bramble fs rm :old.py\n  bramble fs rm -r :lib\n  bramble fs rm -r :     everything',
    );
  command.action(async (texts: string[], options: { recursive?: true }) => {
    await withBoardFiles(command, context, async (files, { signal }) => {
      const paths = await boardPaths(files, texts, signal);
      // All are looked at before the first goes, so that a mistyped name loses nothing.
      for (const path of paths) {
        const { kind } = await files.stat(path, { signal });
        if (kind === 'folder' && options.recursive === undefined) {
          const shown = boardPathForPeople(path);
          throw new BrambleError('board-is-directory', `${shown} is a folder. Remove it with all it holds by "rm -r".`);
        }
      }
      for (const path of paths) await files.remove(path, { signal });
    });
  });
}
