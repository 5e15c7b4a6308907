/** `bramble syslog errors`: what went wrong, each kind of it once. */
import type { Command } from 'commander';
import type { CommandContext } from '../../context.ts';
import type { ErrorsOptions } from '../../syslog/errors-syslog.ts';
import { addFilterOptions } from '../../syslog/filter-options.ts';
import { queryHelp } from '../../syslog/query-help.ts';

const help = `${queryHelp}
Errors are rows of severity error or worse, and tracebacks. Two are of one kind when their exception, its number and the functions that the
traceback names are the same; or, for other rows, app and text without numbers, addresses and what stands in quotes. "new" is a kind of which
the log has nothing from before the last start of its boards, or from before the last 24 hours. Those seen last come first.

Examples:
  bramble syslog errors
  bramble syslog errors 'host:kitchen after:7d'
  bramble syslog errors --json | jq -r '.kinds[] | select(.newSince) | .term'`;

export function addErrorsCommand(syslog: Command, context: CommandContext): void {
  const command = syslog
    .command('errors')
    .description('Show each kind of error once: how often it came, on which boards, since when.')
    .argument('[query...]', 'of which rows; of all when left out')
    .option('--store <file>', 'where the rows are kept');
  addFilterOptions(command, 'one JSON object')
    .addHelpText('after', help)
    .action(async (words: string[], options: ErrorsOptions) => {
      const { showErrors } = await import('../../syslog/errors-syslog.ts');
      await showErrors(words, options, context);
    });
}
