/** `bramble fs df`: how full the board's flash is. */
import type { Command } from 'commander';
import { withBoardFiles } from '../../board-command.ts';
import type { CommandContext } from '../../context.ts';
import { sizeForPeople } from '../../files/listing.ts';

export function addDfCommand(fs: Command, context: CommandContext): void {
  const command = fs
    .command('df')
    .description('Show how full the board’s flash is.')
    .option('--json', 'an object with totalBytes, usedBytes and freeBytes')
    .addHelpText('after', '\nExample:\n  bramble fs df');
  command.action(async (options: { json?: true }) => {
    await withBoardFiles(command, context, async (files, { signal }) => {
      const { totalBytes, freeBytes } = await files.space('/', { signal });
      const usedBytes = totalBytes - freeBytes;
      if (options.json) return context.output.json({ totalBytes, usedBytes, freeBytes });
      return context.output.line(
        `${sizeForPeople(usedBytes)} of ${sizeForPeople(totalBytes)} used, ${sizeForPeople(freeBytes)} free`,
      );
    });
  });
}
