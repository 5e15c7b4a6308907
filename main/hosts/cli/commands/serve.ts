/** `bramble serve`: the IDE in a browser. */
import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';
import { listeningPort } from '../numbers.ts';

const help = `
Prints the address to open, with a token that works once, and serves this computer only. Ctrl-C ends it.

Examples:
  bramble serve
  bramble serve --no-open --port 8080 ~/projects/weather-station`;

export function addServeCommand(program: Command, context: CommandContext): void {
  program
    .command('serve')
    .summary('serve the IDE to the browser')
    .description('Serve the IDE to the browser on this computer.')
    .argument('[folder]', 'the project to open; the first project when left out')
    .option(
      '-p, --port <port>',
      'exactly this HTTP port, 0 for any free one; when left out the usual one, or a free one when that is taken',
      listeningPort,
    )
    .option('--no-open', 'do not open the browser')
    .addHelpText('after', help)
    .action(async (folder: string | undefined, options: { port?: number; open: boolean }) => {
      const { serve } = await import('../../web/serve.ts');
      await serve({ ...options, ...(folder === undefined ? {} : { folder }), signal: context.interruption.signal });
    });
}
