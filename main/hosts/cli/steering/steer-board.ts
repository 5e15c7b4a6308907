/** Does to a running simulated board what a line of the steering language says, for `bramble sim press GP15` and its like. */
import { parseSteering } from '../../../../app/simulator/steering/parse.ts';
import { dataFolder } from '../../../platform/data-folder.ts';
import type { CommandContext } from '../context.ts';

export interface SteerRequest {
  line: string;
  /** Its name; the only one that runs when left out. */
  board: string | undefined;
  context: CommandContext;
}

/** Prints the id of a part that was attached, and else nothing. Rejects with `usage` before it looks for a board. */
export async function steerBoard({ line, board, context }: SteerRequest): Promise<void> {
  const command = parseSteering(line);
  const { findRunningBoard } = await import('./running-board.ts');
  const found = await findRunningBoard(dataFolder(context.environment), board);
  const outcome = (await found.ask({ ask: 'steer', command })) as { id: string | null };
  if (outcome.id !== null) await context.output.line(outcome.id);
}
