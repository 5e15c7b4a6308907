/** `bramble fs cp`: copies between this computer and the board, or within the board. */
import type { Command } from 'commander';
import { withBoardFiles } from '../../board-command.ts';
import type { CommandContext } from '../../context.ts';
import { expandPlaces } from '../../files/board-globs.ts';
import { parsePlace } from '../../places.ts';

const help = `
A path that begins with ":" is on the board, any other on this computer. With several sources the target is a folder that is
there. Each file is written under a temporary name, compared by its SHA-256 and then renamed, so that a copy that fails leaves
the old file whole. __pycache__ folders are left out.

Examples:
  bramble fs cp main.py :
  bramble fs cp main.py boot.py :
  bramble fs cp -r lib :              the folder lib
  bramble fs cp -r lib/. :            what the folder lib holds
  bramble fs cp :data.csv .
  bramble fs cp ':*.csv' logs         all that match, on the board; quote it for the shell
  bramble fs cp :main.py :old.py`;

export function addCpCommand(fs: Command, context: CommandContext): void {
  const command = fs
    .command('cp')
    .description('Copy files between this computer and the board, or within the board.')
    .argument('<paths...>', 'the sources, then the target')
    .option('-r, --recursive', 'copy folders with all they hold')
    .option('-q, --quiet', 'do not say what is copied')
    .addHelpText('after', help);
  command.action(async (texts: string[], options: { recursive?: true; quiet?: true }) => {
    if (texts.length < 2) command.error("error: missing argument 'target': give the sources, then the target");
    const places = texts.map(parsePlace);
    const { output } = context;
    const { copyFiles } = await import('../../files/copy.ts');
    await withBoardFiles(command, context, async (files, { signal }) => {
      const sources = await expandPlaces(files, places.slice(0, -1), signal);
      const target = places.at(-1) ?? parsePlace(':');
      const recursive = options.recursive === true;
      const onCopied = (text: string) => options.quiet ?? output.note(`${text}\n`);
      const onProgress = (text: string) => options.quiet ?? output.progress(text);
      await copyFiles({ files, sources, target, recursive, onCopied, onProgress, signal });
    });
  });
}
