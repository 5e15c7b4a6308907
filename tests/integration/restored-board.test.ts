/** The recorded scenes again, on a board that began with a preparation that another process could have left. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { PreparationCache } from '../../main/simulator/preparation-cache.ts';
import { SimulatedBoard } from '../../main/simulator/simulated-board.ts';
import { boardStart } from '../support/board-start.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'bramble-restored-'));
const left = new PreparationCache({ folder });
const first = await SimulatedBoard.start({
  name: 'first',
  flashFolder: path.join(folder, 'flash'),
  preparations: left,
});
await first.dispose();
await left.settled();
const found = new PreparationCache({ folder });
await found.load();
if (found.state === undefined) throw new Error('The first board left no preparation.');
boardStart.preparations = found;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

await import('./recorded-scenes.test.ts');
