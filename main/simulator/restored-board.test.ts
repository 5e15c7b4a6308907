/** What the tests of a board say of one that was prepared from the image, said of one that began with a kept preparation. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LineReader } from '../../tests/integration/line-reader.ts';
import { boardStart } from '../../tests/support/board-start.ts';
import { PreparationCache } from './preparation-cache.ts';
import { SimulatedBoard } from './simulated-board.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'bramble-restored-'));
const boards: SimulatedBoard[] = [];

async function start(name: string, preparations: PreparationCache): Promise<SimulatedBoard> {
  const board = await SimulatedBoard.start({ name, flashFolder: path.join(folder, name), preparations });
  boards.push(board);
  return board;
}

async function answer(board: SimulatedBoard, expression: string): Promise<string> {
  const line = new LineReader(board.openLine());
  await line.write('\u0003\u0001');
  await line.until('CTRL-B to exit\r\n>');
  await line.write(`import machine, random, os, time\nprint(${expression})\u0004`);
  return (await line.until('\u0004>')).slice('OK'.length).split('\r\n')[0] ?? '';
}

const fresh = new PreparationCache({ folder: path.join(folder, 'cache') });
mkdirSync(path.join(folder, 'first'));
// The preparation imports the image's own.
writeFileSync(path.join(folder, 'first', 'collections.py'), 'namedtuple = None');
const first = await start('first', fresh);
await fresh.settled();
// As the next process does.
boardStart.preparations = new PreparationCache({ folder: path.join(folder, 'cache') });
await boardStart.preparations.load();
const { preparations } = boardStart;

afterAll(async () => {
  for (const board of boards) await board.dispose();
  rmSync(folder, { recursive: true, force: true });
});

describe('A board that begins with a kept preparation', () => {
  it('is said to, and one prepared from the image is not', async () => {
    const second = await start('second', preparations);
    expect([first.isRestored, second.isRestored]).toEqual([false, true]);
  });

  it('has an identity, a clock and random numbers of its own', async () => {
    const third = await start('third', preparations);
    const expression = 'machine.unique_id().hex(), random.getrandbits(30), os.urandom(8).hex(), sep=","';
    const texts = [await answer(first, expression), await answer(third, expression)];
    expect(new Set(texts.flatMap((text) => text.split(','))).size).toBe(6);
    expect(await answer(third, 'time.localtime()[:3]')).toBe('(2021, 1, 1)');
    expect(Number(await answer(third, 'time.ticks_ms()'))).toBeLessThan(60_000);
  });

  it('has nothing of what the flash of the other held', async () => {
    const program = "__import__('collections').namedtuple is None, __import__('sys').implementation.name";
    expect(await answer(first, program)).toBe('True micropython');
    const other = await start('other', preparations);
    expect(await answer(other, program)).toBe('False micropython');
  });

  it('starts from the image when the state does not fit', async () => {
    const other = new PreparationCache();
    const header = JSON.stringify({ memoryBytes: 65_536, objects: [], pieces: [] });
    other.keep(Buffer.concat([Uint8Array.of(header.length, 0, 0, 0), Buffer.from(header)]));
    expect((await start('fourth', other)).isRestored).toBe(false);
  });
});

await import('./simulated-board.test.ts');
await import('./running-program.test.ts');
await import('./flash/board-flash.test.ts');
await import('./hardware/hardware.test.ts');
await import('./bench.test.ts');
