/** `bramble syslog setup`: has a board send its logs to this computer, from its start on. */
import { type Command, InvalidArgumentError } from 'commander';
import { withBoardFiles } from '../../board-command.ts';
import type { CommandContext } from '../../context.ts';
import { listeningPort } from '../../numbers.ts';
import type { SetupOptions } from '../../syslog/setup-board.ts';

const help = `
Installs bramble_log on the board, its settings in /bramble_log.json, and some lines at the end of boot.py, whose other lines stay. Then
the board sends a line, and the command says whether it arrived, or why not. The Wi-Fi's password stands readable on the board.

Without --wifi the board joins its network by itself, or as it was set up before. The password is asked for at the terminal, or is the
first line of stdin with --password-stdin. Without --host the board sends to this computer's likeliest address.

Examples:
  bramble syslog setup --wifi "My Wi-Fi"
  bramble --device pico-kitchen syslog setup --wifi lab --password-stdin --name kitchen < password.txt
  bramble syslog setup --host 192.168.1.20 --port 5514
  bramble syslog setup --remove`;

export function addSetupCommand(syslog: Command, context: CommandContext): void {
  const command = syslog
    .command('setup')
    .description('Have a board send its logs to this computer, from its start on.')
    .option('--wifi <name>', 'the Wi-Fi that the board is to join')
    .option('--password-stdin', "read the Wi-Fi's password from stdin")
    .option('--host <address>', 'where the board sends its logs; this computer when left out')
    .option('--port <port>', 'the port of the listener, 5514 when left out', sendingPort)
    .option('--name <name>', "the board's name in the log", boardName)
    .option('--store <file>', 'where the rows are kept')
    .option('--remove', 'take everything off the board again that this command put there')
    .addHelpText('after', help);
  command.action(async (options: SetupOptions) => {
    const { settingsOf, setUp, tearDown } = await import('../../syslog/setup-board.ts');
    if (options.remove) {
      await withBoardFiles(command, context, (files) => tearDown(files, context));
      return;
    }
    const settings = await settingsOf(options, context);
    context.exitCode = await withBoardFiles(command, context, (files, { session }) =>
      setUp({ files, session, settings, options }, context),
    );
  });
}

function sendingPort(text: string): number {
  const port = listeningPort(text);
  if (port > 0) return port;
  throw new InvalidArgumentError('A board cannot send to port 0. Give the port of the listener.');
}

function boardName(text: string): string {
  if (/^[!-~]{1,48}$/.test(text)) return text;
  throw new InvalidArgumentError('A name in the log has 1 to 48 letters, digits and signs of ASCII, without spaces.');
}
