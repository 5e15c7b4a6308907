/** `bramble fs sha256`: fingerprints of files on the board, in the format of sha256sum. */
import type { Command } from 'commander';
import { visible } from '../../../../../app/base/index.ts';
import { withBoardFiles } from '../../board-command.ts';
import type { CommandContext } from '../../context.ts';
import { boardPaths } from '../../files/board-globs.ts';

export function addSha256Command(fs: Command, context: CommandContext): void {
  const command = fs
    .command('sha256')
    .alias('sha256sum')
    .description('Print the SHA-256 of files on the board, counted on the board, as sha256sum prints it.')
    .argument('<paths...>', 'files on the board')
    .addHelpText('after', '\nExample:\n  bramble fs sha256 :main.py');
  command.action(async (texts: string[]) => {
    await withBoardFiles(command, context, async (files, { signal }) => {
      const paths = await boardPaths(files, texts, signal);
      for (const path of paths) await context.output.line(`${await files.sha256(path, { signal })}  ${visible(path)}`);
    });
  });
}
