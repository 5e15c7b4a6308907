/** `bramble sim press GP15` and its like: one command for each verb of the steering language, and `status`. */
import type { Command } from 'commander';
import { steeringVerbs } from '../../../../app/simulator/steering/parse.ts';
import type { CommandContext } from '../context.ts';

const help = `
The board is one that runs: offered by "bramble sim", of an IDE ("bramble serve"), or of a "bramble run --device sim:" under way.`;

export function addSteeringCommands(sim: Command, context: CommandContext): void {
  for (const [verb, { usage, says }] of Object.entries(steeringVerbs)) {
    addBoardOption(sim.command(verb))
      .summary(says)
      .description(`On a simulated board that runs: ${says}.`)
      .argument('[words...]', `what follows: ${usage}`)
      .addHelpText('after', help)
      .action(async (words: string[], { board }: { board?: string }) => {
        const { steerBoard } = await import('../steering/steer-board.ts');
        await steerBoard({ line: [verb, ...words].join(' '), board, context });
      });
  }
  addBoardOption(sim.command('status'))
    .summary('show pins, parts, Wi-Fi, flash and heap')
    .description('Show what a simulated board that runs shows of itself.')
    .option('--json', 'print one JSON object: all pins and parts; pictures and memories in base64')
    .addHelpText('after', help)
    .action(async ({ board }: { board?: string }, command: Command) => {
      const { showStatus } = await import('../steering/show-status.ts');
      // The flag of `bramble sim` itself: it stands between the two.
      await showStatus({ board, json: command.optsWithGlobals().json === true, context });
    });
}

function addBoardOption(command: Command): Command {
  return command.option('--board <name>', 'which board, when several run');
}
