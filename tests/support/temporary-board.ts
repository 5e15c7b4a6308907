/** A simulated board with a flash folder of its own, for a test or a test file; both go together. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SimulatedBoard, type SimulatedBoardOptions } from '../../main/simulator/simulated-board.ts';

export interface TemporaryBoard {
  readonly board: SimulatedBoard;
  /** The board's root; nothing else lies in the folder that it is in. */
  readonly flash: string;
  /** Switches the board off, and removes its flash once it writes there no more. */
  dispose(): Promise<void>;
}

export interface TemporaryBoardOptions extends Omit<SimulatedBoardOptions, 'flashFolder'> {
  /** Lays out what the board finds on its flash when it starts. */
  prepare?: (flash: string) => void;
}

export async function startTemporaryBoard({ prepare, ...options }: TemporaryBoardOptions): Promise<TemporaryBoard> {
  const folder = mkdtempSync(join(tmpdir(), `bramble-${options.name}-`));
  const flash = join(folder, 'flash');
  mkdirSync(flash);
  prepare?.(flash);
  const board = await SimulatedBoard.start({ ...options, flashFolder: flash });
  const dispose = async () => {
    await board.dispose();
    rmSync(folder, { recursive: true });
  };
  return { board, flash, dispose };
}
