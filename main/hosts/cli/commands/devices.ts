/** `bramble devices`: the boards that can be reached. */
import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';

const help = `
Lists the boards on USB, and the simulated boards that "bramble sim" offers. "auto" takes the only one there is.

Examples:
  bramble devices
  bramble devices --json`;

export function addDevicesCommand(program: Command, context: CommandContext): void {
  program
    .command('devices')
    .summary('list the boards that can be reached')
    .description('List the boards that can be reached.')
    .option('--json', 'an array with address, title, kind and serialNumber of each')
    .addHelpText('after', help)
    .action(async (options: { json?: true }) => {
      const { createWiring } = await import('../../wiring.ts');
      const { columns } = await import('../table.ts');
      const wiring = createWiring(context.environment);
      try {
        const devices = await wiring.findBoards();
        if (options.json) return await context.output.json(devices);
        if (devices.length === 0) {
          context.output.say(
            'No board found. Plug in a Pico W, or start a simulated one in another terminal: bramble sim',
          );
          return;
        }
        const lines = columns(devices.map(({ address, title }) => [address, title]));
        await context.output.line(lines.join('\n'));
      } finally {
        await wiring.dispose();
      }
    });
}
