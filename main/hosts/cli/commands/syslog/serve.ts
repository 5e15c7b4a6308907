/** `bramble syslog serve`: receives, shows and keeps what boards log. */
import type { Command } from 'commander';
import type { CommandContext } from '../../context.ts';
import { countAboveZero } from '../../numbers.ts';
import { listenPlaces } from '../../syslog/listen-options.ts';
import type { SyslogServeOptions } from '../../syslog/serve-syslog.ts';

const help = `
Prints the address that it listens on to stderr, and each message on a line of stdout. Listens for the whole network unless --host
says otherwise, since boards send over Wi-Fi; every host that reaches the port can write to the log. Ctrl-C ends it.

An alert tells once, and again only after its period. Its command gets BRAMBLE_ALERT, BRAMBLE_ALERT_BOARD, BRAMBLE_ALERT_TEXT and
BRAMBLE_ALERT_COUNT in its environment and all of the alert as JSON on stdin. Name no variable outside of double quotes: log lines are
written by whoever reaches the port.

Examples:
  bramble syslog serve
  bramble syslog serve --udp 514 --store lab.db
  bramble syslog serve --udp 5514 --udp [::1]:5514 --tcp 5514
  bramble syslog serve --tls 6514 --cert server.pem --key server.key
  bramble syslog serve --keep-days 30 --keep-mb 500
  bramble syslog serve --forward udp://192.168.1.2:514 --forward tls://logs.example:6514
  bramble syslog serve --forward 'influx+http://localhost:8086/api/v2/write?org=home&bucket=logs'
  bramble syslog serve --alert 'severity>=error' --alert '3 in 5m: host:pico-* "ssl"'
  bramble syslog serve --alert '20 in 1m: severity>=warning' --on-alert 'notify-send "$BRAMBLE_ALERT_BOARD" "$BRAMBLE_ALERT_TEXT"'
  bramble syslog serve --host 127.0.0.1 --udp 0 --json`;

const several = (text: string, before: string[] = []) => [...before, text];

export function addSyslogServeCommand(syslog: Command, context: CommandContext): void {
  syslog
    .command('serve')
    .description('Receive, show and keep what boards log, until Ctrl-C.')
    .option('--udp <[address:]port>', 'a UDP port, 5514 when left out; 0 takes a free one (repeatable)', listenPlaces)
    .option('--tcp <[address:]port>', 'a TCP port as well (repeatable)', listenPlaces)
    .option('--tls <[address:]port>', 'a TCP port with TLS as well, usually 6514 (repeatable)', listenPlaces)
    .option('--cert <file>', "the server's certificate for --tls, with its chain, in PEM")
    .option('--key <file>', "the certificate's key, in PEM")
    .option('--ca <file>', 'accept only clients with a certificate of these authorities, in PEM')
    .option('--host <address>', 'where to listen when the port names no address; :: is IPv4 and IPv6', '0.0.0.0')
    .option('--forward <url>', 'send every row on: udp://, tcp://, tls://, influx+http:// (repeatable)', several)
    .option('--forward-ca <file>', 'trust these authorities when forwarding over TLS, in PEM')
    .option('--alert <rule>', "tell when lines of a query come: QUERY, or '3 in 5m: QUERY' (repeatable)", several)
    .option('--on-alert <command>', 'run this for each alert, through the shell')
    .option('--keep-days <count>', 'delete rows older than this', countAboveZero)
    .option('--keep-rows <count>', 'keep the newest so many', countAboveZero)
    .option('--keep-mb <count>', 'keep what fits into so many megabytes; 2048 when nothing is said', countAboveZero)
    .option('--store <file>', 'where the rows are kept')
    .option('-q, --quiet', 'keep the rows and do not print them')
    .option('--json', 'a JSON object a line')
    .addHelpText('after', help)
    .action(async (options: SyslogServeOptions) => {
      const { serveSyslog } = await import('../../syslog/serve-syslog.ts');
      await serveSyslog(options, context);
    });
}
