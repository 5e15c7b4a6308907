/** The commands and the options that all of them have. Parsing only: what a command needs is loaded when it runs. */
import { Command, Option } from 'commander';
import { addBackupCommands } from './commands/backup.ts';
import { addDevicesCommand } from './commands/devices.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addExecCommand } from './commands/exec.ts';
import { addFsCommand } from './commands/fs.ts';
import { addMonitorCommand } from './commands/monitor.ts';
import { addMountCommand } from './commands/mount.ts';
import { addReplCommand } from './commands/repl.ts';
import { addResetCommand } from './commands/reset.ts';
import { addRunCommand } from './commands/run.ts';
import { addServeCommand } from './commands/serve.ts';
import { addSimCommand } from './commands/sim.ts';
import { addSyncCommand } from './commands/sync.ts';
import { addSyslogCommand } from './commands/syslog.ts';
import type { CommandContext } from './context.ts';
import { usageSentence } from './failure.ts';
import { brambleVersion } from './version.ts';

const examples = `
Examples:
  bramble sim                              offer a simulated Pico W; leave it running and use another terminal
  bramble run main.py                      run a program on the only board there is
  bramble --device sim: exec "print(6*7)"  run a line on a simulated board of this process
  bramble fs cp main.py :                  copy a file to the board (paths on the board begin with ":")
  bramble syslog serve                     receive and show what boards log

Exit codes: 0 done, 1 the board's program (or file system) failed, 2 wrong usage, 3 no board or connection lost,
4 timeout, 130 interrupted.`;

const theOnlyBoard: readonly string[] = ['auto'];

/** `--device` again and again, or several in BRAMBLE_DEVICE with commas between. */
function collectDevices(value: string, before: readonly string[]): string[] {
  const given = value.split(',').filter((part) => part !== '');
  return before === theOnlyBoard ? given : [...before, ...given];
}

export function bramble(context: CommandContext): Command {
  const program = new Command('bramble');
  program
    .description('The MicroPython workbench for the Raspberry Pi Pico W.')
    .version(brambleVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .addOption(
      new Option(
        '-d, --device <address>',
        'the board: serial:/dev/ttyACM0, tcp:HOST:PORT, id:SERIALNUMBER, a name, sim: or sim:NAME, or auto (the only board there is); run, exec and sync take it several times, or "all"',
      )
        .env('BRAMBLE_DEVICE')
        .argParser(collectDevices)
        .default(theOnlyBoard, 'auto'),
    )
    .option('--no-rtc', 'leave the board’s clock alone, which connecting sets to this computer’s time otherwise')
    .configureHelp({ showGlobalOptions: true, helpWidth: 110 })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void context.output.write(text),
      writeErr: (text) => context.output.note(text),
      outputError: (text, write) => write(usageSentence(text)),
    })
    .addHelpText('after', examples);
  for (const add of [
    addDevicesCommand,
    addRunCommand,
    addExecCommand,
    addReplCommand,
    addMonitorCommand,
    addDoctorCommand,
    addResetCommand,
    addFsCommand,
    addSyncCommand,
    addBackupCommands,
    addMountCommand,
    addSimCommand,
    addSyslogCommand,
    addServeCommand,
  ]) {
    add(program, context);
  }
  return program;
}
