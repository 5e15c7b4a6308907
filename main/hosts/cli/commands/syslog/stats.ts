/** `bramble syslog stats`: how many rows there are, by severity and by board. */
import type { Command } from 'commander';
import type { CommandContext } from '../../context.ts';
import { addFilterOptions } from '../../syslog/filter-options.ts';
import { queryHelp } from '../../syslog/query-help.ts';
import type { StatsOptions } from '../../syslog/stats-syslog.ts';

const help = `${queryHelp}
With --json it prints one object: total, dropped, bySeverity, byBoard.

Examples:
  bramble syslog stats
  bramble syslog stats --json 'after:1d -app:wifi'`;

export function addStatsCommand(syslog: Command, context: CommandContext): void {
  const command = syslog
    .command('stats')
    .description('Count the rows of the log, by severity and by board.')
    .argument('[query...]', 'what to count; everything when left out')
    .option('--store <file>', 'where the rows are kept');
  addFilterOptions(command, 'one JSON object')
    .addHelpText('after', help)
    .action(async (words: string[], options: StatsOptions) => {
      const { showStats } = await import('../../syslog/stats-syslog.ts');
      await showStats(words, options, context);
    });
}
