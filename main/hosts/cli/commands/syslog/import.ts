/** `bramble syslog import`: plain log files into the log. */
import type { Command } from 'commander';
import type { CommandContext } from '../../context.ts';
import type { ImportSyslogOptions } from '../../syslog/import-syslog.ts';

const help = `
A line becomes a row; its time and host are read as a message's are. What names no host is filed under the file's name.

Examples:
  bramble syslog import /var/log/syslog
  bramble syslog import --store old.db board.log other.log`;

export function addImportCommand(syslog: Command, context: CommandContext): void {
  syslog
    .command('import')
    .description('Take plain log files into the log.')
    .argument('<file...>', 'the files')
    .option('--store <file>', 'where the rows are kept')
    .addHelpText('after', help)
    .action(async (files: string[], options: ImportSyslogOptions) => {
      const { importSyslog } = await import('../../syslog/import-syslog.ts');
      await importSyslog(files, options, context);
    });
}
