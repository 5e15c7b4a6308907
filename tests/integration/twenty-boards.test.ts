/** Twenty simulated boards at once in one process, as a test of a fleet wants them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { PreparationCache } from '../../main/simulator/preparation-cache.ts';
import { SimulatedBoard } from '../../main/simulator/simulated-board.ts';
import { LineReader } from './line-reader.ts';

const count = 20;

/** With all of the patience that twenty boards on two busy cores may need. */
async function until(line: LineReader, text: string): Promise<string> {
  await vi.waitUntil(() => line.rest.includes(text), { interval: 20, timeout: 60_000 });
  return line.until(text);
}

it('twenty boards run side by side, each its own program on its own flash, and none is disturbed by another’s end', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bramble-twenty-'));
  const parts = new AsyncDisposableStack();
  const preparations = new PreparationCache();
  try {
    const start = async (number: number) => {
      const flashFolder = join(folder, `${number}`);
      const board = await SimulatedBoard.start({ name: `board${number}`, flashFolder, preparations });
      parts.defer(() => board.dispose());
      return { board, line: new LineReader(board.openLine()), number };
    };
    // The first leaves its preparation to the others.
    const boards = [await start(0)];
    boards.push(...(await Promise.all(Array.from({ length: count - 1 }, (_, index) => start(index + 1)))));

    for (const { line, number } of boards) {
      const program = [
        `with open('who.txt', 'w') as f: n = f.write('${number}')`,
        'import time, gc, binascii, machine',
        'kept = bytearray(100000)',
        'for i in range(200): s = str(i) * 100',
        'time.sleep_ms(50)',
        "print('board', open('who.txt').read(), binascii.hexlify(machine.unique_id()).decode(), gc.mem_free() < 90000)",
      ];
      await line.write(`\u0003\u0001${program.join('\n')}\u0004`);
    }
    const answers = await Promise.all(boards.map(({ line }) => until(line, 'True\r\n\u0004\u0004>')));
    const told = answers.map((answer) => /board (\d+) (\w+) True/.exec(answer));
    expect(told.map((found) => Number(found?.[1]))).toEqual(boards.map(({ number }) => number));
    expect(new Set(told.map((found) => found?.[2])).size).toBe(count);

    for (const { board, number } of boards) if (number % 2 === 1) await board.dispose();
    for (const { line } of boards.filter(({ number }) => number % 2 === 0)) {
      await line.write("print('still', 'here')\u0004");
      expect(await until(line, '\u0004>')).toContain('still here');
    }
  } finally {
    await parts.disposeAsync();
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
