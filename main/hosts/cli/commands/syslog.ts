/** `bramble syslog …`: what boards log over the network. One file a command in syslog/. */
import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';
import { addBoardsCommand } from './syslog/boards.ts';
import { addErrorsCommand } from './syslog/errors.ts';
import { addExportCommand } from './syslog/export.ts';
import { addImportCommand } from './syslog/import.ts';
import { addSearchCommand } from './syslog/search.ts';
import { addSyslogServeCommand } from './syslog/serve.ts';
import { addSetupCommand } from './syslog/setup.ts';
import { addStatsCommand } from './syslog/stats.ts';
import { addTailCommand } from './syslog/tail.ts';

const help = `
The rows are kept in one store, the IDE's as well; --store FILE keeps them elsewhere.

Examples:
  bramble syslog serve
  bramble syslog setup --wifi "My Wi-Fi"
  bramble syslog tail -n 50 --severity warning
  bramble syslog search '"lost connection" after:1h'
  bramble syslog stats
  bramble syslog errors`;

export function addSyslogCommand(program: Command, context: CommandContext): void {
  const syslog = program
    .command('syslog')
    .summary('receive, show and search what boards log')
    .description('Receive, show and search what boards log over the network.')
    .addHelpText('after', help);
  const commands = [
    addSyslogServeCommand,
    addSetupCommand,
    addTailCommand,
    addSearchCommand,
    addStatsCommand,
    addBoardsCommand,
    addErrorsCommand,
    addExportCommand,
    addImportCommand,
  ];
  for (const add of commands) add(syslog, context);
}
