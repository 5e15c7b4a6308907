/** `bramble fs touch`: makes empty files on the board. */
import type { Command } from 'commander';
import { withBoardFiles } from '../../board-command.ts';
import type { CommandContext } from '../../context.ts';
import { parseBoardPath } from '../../places.ts';

export function addTouchCommand(fs: Command, context: CommandContext): void {
  const command = fs
    .command('touch')
    .description('Make empty files on the board. A file that is there stays as it is.')
    .argument('<paths...>', 'files on the board')
    .addHelpText('after', '\nExample:\n  bramble fs touch :settings.txt');
  command.action(async (texts: string[]) => {
    const paths = texts.map(parseBoardPath);
    await withBoardFiles(command, context, async (files, { signal }) => {
      for (const path of paths) {
        if ((await files.kindOf(path, { signal })) === null) await files.write(path, new Uint8Array(), { signal });
      }
    });
  });
}
