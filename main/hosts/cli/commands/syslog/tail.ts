/** `bramble syslog tail`: the newest rows of the log. */
import type { Command } from 'commander';
import type { CommandContext } from '../../context.ts';
import { count } from '../../numbers.ts';
import { addFilterOptions } from '../../syslog/filter-options.ts';
import { queryHelp } from '../../syslog/query-help.ts';
import type { TailOptions } from '../../syslog/read-syslog.ts';

const help = `${queryHelp}
Examples:
  bramble syslog tail
  bramble syslog tail -n 100 --severity warning
  bramble syslog tail --follow --host picow-03
  bramble syslog tail --follow 'severity>=warning -retry'`;

export function addTailCommand(syslog: Command, context: CommandContext): void {
  const command = syslog
    .command('tail')
    .description('Show the newest rows of the log.')
    .argument('[query...]', 'what to look for; everything when left out')
    .option('-n, --lines <count>', 'how many', count, 20)
    .option('-f, --follow', 'go on with what is received, by whatever process, until Ctrl-C')
    .option('--text <words>', 'only rows with this text, in whatever case, in message, host or app name')
    .option('--store <file>', 'where the rows are kept');
  addFilterOptions(command)
    .addHelpText('after', help)
    .action(async (words: string[], options: TailOptions) => {
      const { tailSyslog } = await import('../../syslog/read-syslog.ts');
      await tailSyslog(words, options, context);
    });
}
