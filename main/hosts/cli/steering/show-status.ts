/** Prints what a running simulated board shows of itself, for `bramble sim status`. */
import type { SimulatorSnapshot } from '../../../../app/simulator/index.ts';
import { dataFolder } from '../../../platform/data-folder.ts';
import type { CommandContext } from '../context.ts';
import { findRunningBoard } from './running-board.ts';
import { statusLines } from './status-lines.ts';

export interface StatusRequest {
  board: string | undefined;
  json: boolean;
  context: CommandContext;
}

export async function showStatus({ board, json, context }: StatusRequest): Promise<void> {
  const { output, environment } = context;
  const found = await findRunningBoard(dataFolder(environment), board);
  const { name, pid } = found;
  // Of the same Bramble, or one near enough: a person reads it, or a program that knows what it asks for.
  const snapshot = (await found.ask({ ask: 'status' })) as SimulatorSnapshot;
  if (json) await output.json({ name, pid, ...snapshot });
  else for (const line of statusLines(name, snapshot)) await output.line(line);
}
