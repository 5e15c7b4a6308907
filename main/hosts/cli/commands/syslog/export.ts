/** `bramble syslog export`: rows of the log for other programs. */
import { type Command, Option } from 'commander';
import { exportFormats } from '../../../../../app/syslog/index.ts';
import type { CommandContext } from '../../context.ts';
import type { ExportOptions } from '../../syslog/export-options.ts';
import { addChoiceOptions } from '../../syslog/filter-options.ts';
import { queryHelp } from '../../syslog/query-help.ts';

const help = `${queryHelp}
Rows come oldest first, on stdout. In CSV an apostrophe stands before what a spreadsheet would take for a formula.

Examples:
  bramble syslog export > log.txt
  bramble syslog export --format csv 'after:1d severity>=warning' > errors.csv`;

export function addExportCommand(syslog: Command, context: CommandContext): void {
  const command = syslog
    .command('export')
    .description('Write rows of the log for other programs.')
    .argument('[query...]', 'what to write; everything when left out')
    .addOption(new Option('--format <format>', 'how').choices(exportFormats).default('text'))
    .addOption(new Option('--json', 'a JSON object a line, as --format jsonl').conflicts('format'))
    .option('--store <file>', 'where the rows are kept');
  addChoiceOptions(command)
    .addHelpText('after', help)
    .action(async (words: string[], options: ExportOptions) => {
      const { exportSyslog } = await import('../../syslog/export-syslog.ts');
      await exportSyslog(words, options, context);
    });
}
