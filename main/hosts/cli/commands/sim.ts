/** `bramble sim`: offers a simulated Pico W to other programs, as a real one would be. */
import { type Command, Option } from 'commander';
import type { CommandContext } from '../context.ts';
import { listeningPort } from '../numbers.ts';
import type { SimOptions } from '../offered-board.ts';
import { addSteeringCommands } from './sim-steering.ts';

const linkNames = ['direct', 'rp2', 'rp2-4ms'] as const;
const flashSpeeds = ['free', 'rp2'] as const;

const help = `
Without --tcp and --pty the board is offered on a free TCP port and, on Linux and macOS, on a pseudo-terminal. Each way in is
printed on a line of its own on stdout. "bramble devices" and "--device auto" of this user find the board. Its flash is a
folder that outlives the process. Ctrl-C switches the board off.

Examples:
  bramble sim                          then, in another terminal: bramble repl
  bramble sim --tcp 2217               bramble --device tcp:127.0.0.1:2217 repl
  bramble sim --pty                    mpremote connect PATH, or Thonny, with the path that is printed
  bramble sim weather --flash ./flash  a board of its own, with its flash in a folder of yours
  bramble sim --link rp2 --flash-speed rp2
                                       as slow as a Pico W on USB
  bramble sim press GP15               press a button of a board that runs, offered so or in the IDE
  bramble sim status                   what that board shows: pins, parts, Wi-Fi, flash, heap`;

export function addSimCommand(program: Command, context: CommandContext): void {
  const sim = program
    .command('sim')
    .summary('offer a simulated Pico W to other programs, and steer it')
    .description('Offer a simulated Pico W to other programs; with one of the commands below, steer one that runs.')
    .argument(
      '[name]',
      'which board; each name has a flash of its own. The names of the commands below are none',
      'default',
    )
    .option('--flash <folder>', 'the folder that is the board’s flash')
    .option('--tcp <port>', 'offer it on this TCP port of 127.0.0.1; 0 takes a free one', listeningPort)
    .option('--pty', 'offer it on a pseudo-terminal (Linux and macOS)')
    .addOption(
      new Option('--link <link>', 'how the cable behaves: none at all, or as an RP2040’s USB').choices([...linkNames]),
    )
    .addOption(
      new Option('--flash-speed <speed>', 'what writing to the flash costs: nothing, or as an RP2040’s').choices([
        ...flashSpeeds,
      ]),
    )
    .option('--scenario <file>', 'play this file on the board, from its start; the exit code is 1 when it failed')
    .option('--json', 'print one JSON object with name, tcp, pty, flash and pid')
    .addHelpText('after', help)
    .action(async (name: string, options: SimOptions) => {
      const { offerBoard } = await import('../offered-board.ts');
      await offerBoard(name, options, context);
    });
  addSteeringCommands(sim, context);
}
