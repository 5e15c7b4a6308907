/** `bramble devices`: the boards that can be reached. */
import type { Command } from 'commander';
import { BrambleError } from '../../../../app/base/index.ts';
import type { Wiring } from '../../wiring.ts';
import type { CommandContext } from '../context.ts';

const help = `
Lists the boards on USB, and the simulated boards that "bramble sim" offers. "auto" takes the only one there is.

Examples:
  bramble devices
  bramble devices --json
  bramble devices --name id:E6614104B3123456 kitchen    then: bramble --device kitchen run main.py
  bramble devices --forget kitchen`;

interface DevicesOptions {
  json?: true;
  /** Address and name. */
  name?: string[];
  forget?: string;
}

export function addDevicesCommand(program: Command, context: CommandContext): void {
  program
    .command('devices')
    .summary('list the boards that can be reached')
    .description('List the boards that can be reached.')
    .option('--json', 'an array with address, title, kind, serialNumber, name and remedy of each')
    .option('--name <address...>', 'give the board at this address the name that follows')
    .option('--forget <address>', 'take the name of the board at this address away')
    .addHelpText('after', help)
    .action(async (options: DevicesOptions) => {
      const { createWiring } = await import('../../wiring.ts');
      const { columns } = await import('../table.ts');
      const wiring = createWiring(context.environment);
      try {
        await changeNames(options, wiring);
        const devices = await wiring.findBoards();
        if (options.json) return await context.output.json(devices);
        if (devices.length === 0) {
          context.output.say(
            'No board found. Plug in a Pico W, or start a simulated one in another terminal: bramble sim',
          );
          return;
        }
        const lines = columns(devices.map(({ address, title, name }) => [name ?? '-', address, title]));
        await context.output.line(lines.join('\n'));
        for (const { address, remedy } of devices) if (remedy !== null) context.output.say(`${address}: ${remedy}`);
      } finally {
        await wiring.dispose();
      }
    });
}

async function changeNames({ name, forget }: DevicesOptions, wiring: Wiring): Promise<void> {
  if (name !== undefined) {
    const [address, wanted, ...more] = name;
    if (address === undefined || wanted === undefined || more.length > 0) {
      throw new BrambleError('usage', '--name takes an address and a name: bramble devices --name id:E6614104 kitchen');
    }
    await wiring.nameBoard(address, wanted);
  }
  if (forget !== undefined) await wiring.nameBoard(forget, null);
}
