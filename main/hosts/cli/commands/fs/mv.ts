/** `bramble fs mv`: renames or moves files and folders on the board. */
import type { Command } from 'commander';
import { BrambleError } from '../../../../../app/base/index.ts';
import { withBoardFiles } from '../../board-command.ts';
import type { CommandContext } from '../../context.ts';
import { boardPathForPeople, parseBoardPath } from '../../places.ts';

export function addMvCommand(fs: Command, context: CommandContext): void {
  const command = fs
    .command('mv')
    .description('Rename a file or folder on the board, or move it into a folder. A file of the new name is replaced.')
    .argument('<from>', 'a file or folder on the board')
    .argument('<to>', 'its new name, or a folder to move it into')
    .addHelpText('after', '\nExamples:\n  bramble fs mv :main.py :old.py\n  bramble fs mv :wifi.py :lib');
  command.action(async (fromText: string, toText: string) => {
    const from = parseBoardPath(fromText);
    const target = parseBoardPath(toText);
    await withBoardFiles(command, context, async (files, { signal }) => {
      await files.stat(from, { signal });
      const into = (await files.kindOf(target, { signal })) === 'folder' && target !== from;
      const to = into ? `${target === '/' ? '' : target}/${from.slice(from.lastIndexOf('/') + 1)}` : target;
      if (from === '/' || to.startsWith(`${from}/`)) {
        throw new BrambleError('usage', `${boardPathForPeople(from)} cannot be moved into itself.`);
      }
      if (to !== from) await files.rename(from, to, { signal });
    });
  });
}
