/** `bramble fs ls`: what a folder on the board holds. */
import type { Command } from 'commander';
import { visible } from '../../../../../app/base/index.ts';
import { withBoardFiles } from '../../board-command.ts';
import type { CommandContext } from '../../context.ts';
import { boardPaths } from '../../files/board-globs.ts';
import { type ListedEntry, listingLines } from '../../files/listing.ts';
import { boardPathForPeople } from '../../places.ts';

export function addLsCommand(fs: Command, context: CommandContext): void {
  const command = fs
    .command('ls')
    .description('List files and folders on the board, with sizes in bytes.')
    .argument('[paths...]', 'files or folders on the board; the top folder when left out')
    .option('--json', 'an array with path, kind and sizeBytes of each')
    .addHelpText('after', '\nExamples:\n  bramble fs ls\n  bramble fs ls :lib\n  bramble fs ls --json :');
  command.action(async (texts: string[], options: { json?: true }) => {
    await withBoardFiles(command, context, async (files, { signal }) => {
      const paths = await boardPaths(files, texts.length === 0 ? [':'] : texts, signal);
      const all: ListedEntry[] = [];
      for (const [index, path] of paths.entries()) {
        const entries = await entriesAt(path);
        if (options.json) all.push(...entries.map((entry) => ({ ...entry, path: below(path, entry.path) })));
        else await print(path, entries, index);
      }
      if (options.json) await context.output.json(all);

      async function entriesAt(path: string): Promise<ListedEntry[]> {
        const { kind, sizeBytes } = await files.stat(path, { signal });
        if (kind === 'file') return [{ path: path.slice(1), kind, sizeBytes }];
        return (await files.list(path, { signal })).map(({ name, ...entry }) => ({ ...entry, path: name }));
      }
    });
  });

  async function print(path: string, entries: readonly ListedEntry[], index: number): Promise<void> {
    const { output } = context;
    const lines = listingLines(entries);
    if (command.args.length > 1) lines.unshift(...(index > 0 ? [''] : []), `${visible(boardPathForPeople(path))}:`);
    if (lines.length > 0) await output.line(lines.join('\n'));
  }
}

/** The absolute path of what `ls` found at `path`; a file is listed as itself. */
function below(path: string, name: string): string {
  if (path === `/${name}`) return path;
  return path === '/' ? `/${name}` : `${path}/${name}`;
}
