/** `bramble fs cat`: the bytes of files on the board. */
import type { Command } from 'commander';
import { withBoardFiles } from '../../board-command.ts';
import type { CommandContext } from '../../context.ts';
import { boardPaths } from '../../files/board-globs.ts';

export function addCatCommand(fs: Command, context: CommandContext): void {
  const command = fs
    .command('cat')
    .description('Write the bytes of files on the board to stdout, as they are.')
    .argument('<paths...>', 'files on the board')
    .addHelpText('after', '\nExamples:\n  bramble fs cat :main.py\n  bramble fs cat :data.bin > data.bin');
  command.action(async (texts: string[]) => {
    await withBoardFiles(command, context, async (files, { signal }) => {
      const paths = await boardPaths(files, texts, signal);
      for (const path of paths) await context.output.write(await files.read(path, { signal }));
    });
  });
}
