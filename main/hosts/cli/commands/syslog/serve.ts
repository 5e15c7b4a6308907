/** `bramble syslog serve`: receives, shows and keeps what boards log. */
import type { Command } from 'commander';
import type { CommandContext } from '../../context.ts';
import { listeningPort } from '../../numbers.ts';
import type { SyslogServeOptions } from '../../syslog/serve-syslog.ts';

const help = `
Prints the address that it listens on to stderr, and each message on a line of stdout. Listens for the whole network unless --host
says otherwise, since boards send over Wi-Fi; every host that reaches the port can write to the log. Ctrl-C ends it.

Examples:
  bramble syslog serve
  bramble syslog serve --udp 514 --store lab.db
  bramble syslog serve --tcp 6514
  bramble syslog serve --host 127.0.0.1 --udp 0 --json`;

export function addSyslogServeCommand(syslog: Command, context: CommandContext): void {
  syslog
    .command('serve')
    .description('Receive, show and keep what boards log, until Ctrl-C.')
    .option('--udp <port>', 'the UDP port, 5514 when left out; 0 takes a free one', listeningPort)
    .option('--tcp <port>', 'a TCP port as well; 0 takes a free one', listeningPort)
    .option('--host <address>', 'the address of this computer to listen on', '0.0.0.0')
    .option('--store <file>', 'where the rows are kept')
    .option('-q, --quiet', 'keep the rows and do not print them')
    .option('--json', 'a JSON object a line')
    .addHelpText('after', help)
    .action(async (options: SyslogServeOptions) => {
      const { serveSyslog } = await import('../../syslog/serve-syslog.ts');
      await serveSyslog(options, context);
    });
}
