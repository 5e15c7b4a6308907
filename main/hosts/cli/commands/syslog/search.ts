/** `bramble syslog search`: the rows of the log that a query means. */
import type { Command } from 'commander';
import type { CommandContext } from '../../context.ts';
import { count } from '../../numbers.ts';
import { addFilterOptions } from '../../syslog/filter-options.ts';
import { queryHelp } from '../../syslog/query-help.ts';
import type { SearchOptions } from '../../syslog/read-syslog.ts';

const help = `${queryHelp}
Rows come oldest first.

Examples:
  bramble syslog search connection lost
  bramble syslog search --severity error --host picow-03 OSError
  bramble syslog search 'severity>=warning host:pico-* "ssl" -retry after:10m'
  bramble syslog search --json timeout > timeouts.jsonl`;

export function addSearchCommand(syslog: Command, context: CommandContext): void {
  const command = syslog
    .command('search')
    .description('Show the rows of the log that a query means.')
    .argument('<query...>', 'what to look for')
    .option('-n, --lines <count>', 'the newest so many', count, 1000)
    .option('--store <file>', 'where the rows are kept');
  addFilterOptions(command)
    .addHelpText('after', help)
    .action(async (words: string[], options: SearchOptions) => {
      const { searchSyslog } = await import('../../syslog/read-syslog.ts');
      await searchSyslog(words, options, context);
    });
}
