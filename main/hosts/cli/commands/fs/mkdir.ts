/** `bramble fs mkdir`: makes folders on the board. */
import { basename, dirname } from 'node:path/posix';
import type { Command } from 'commander';
import { BrambleError, visible } from '../../../../../app/base/index.ts';
import { withBoardFiles } from '../../board-command.ts';
import type { CommandContext } from '../../context.ts';
import { boardPathForPeople, parseBoardPath } from '../../places.ts';

export function addMkdirCommand(fs: Command, context: CommandContext): void {
  const command = fs
    .command('mkdir')
    .description('Make folders on the board.')
    .argument('<paths...>', 'folders on the board')
    .option('-p, --parents', 'make the folders above as well, and accept one that is there already')
    .addHelpText('after', '\nExamples:\n  bramble fs mkdir :lib\n  bramble fs mkdir -p :data/2026/april');
  command.action(async (texts: string[], options: { parents?: true }) => {
    const paths = texts.map(parseBoardPath);
    await withBoardFiles(command, context, async (files, { signal }) => {
      for (const path of paths)
        await files.makeFolder(path, { signal, parents: options.parents === true }).catch((error: unknown) => {
          throw withRemedy(error, path);
        });
    });
  });
}

function withRemedy(error: unknown, path: string): unknown {
  if (!(error instanceof BrambleError) || error.code !== 'board-file-not-found') return error;
  return new BrambleError(
    error.code,
    `There is no ${visible(boardPathForPeople(dirname(path)))} on the board to make ${visible(basename(path))} in. Make the folders above as well with -p.`,
    { cause: error },
  );
}
