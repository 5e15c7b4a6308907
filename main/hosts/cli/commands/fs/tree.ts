/** `bramble fs tree`: everything below a folder on the board. */
import type { Command } from 'commander';
import { visible } from '../../../../../app/base/index.ts';
import { withBoardFiles } from '../../board-command.ts';
import type { CommandContext } from '../../context.ts';
import { treeLines } from '../../files/listing.ts';
import { boardPathForPeople, parseBoardPath } from '../../places.ts';

export function addTreeCommand(fs: Command, context: CommandContext): void {
  const command = fs
    .command('tree')
    .description('Show everything below a folder on the board as a tree.')
    .argument('[path]', 'a folder on the board', ':')
    .option('-s, --size', 'show the size of each file in bytes')
    .option('--json', 'an array with path, kind and sizeBytes of each, depth first')
    .addHelpText('after', '\nExamples:\n  bramble fs tree\n  bramble fs tree -s :lib');
  command.action(async (text: string, options: { json?: true; size?: true }) => {
    const path = parseBoardPath(text);
    await withBoardFiles(command, context, async (files, { signal }) => {
      const entries = await files.listTree(path, { signal });
      if (options.json) {
        const top = path === '/' ? '' : path;
        await context.output.json(entries.map((entry) => ({ ...entry, path: `${top}/${entry.path}` })));
        return;
      }
      const root = visible(boardPathForPeople(path));
      await context.output.line([root, ...treeLines(entries, { sizes: options.size === true })].join('\n'));
    });
  });
}
