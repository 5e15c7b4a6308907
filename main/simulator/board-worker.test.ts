import diagnostics from 'node:diagnostics_channel';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LineReader } from '../../tests/integration/line-reader.ts';
import { boardStart } from '../../tests/support/board-start.ts';
import { SimulatedBoard } from './simulated-board.ts';

describe('The thread of a simulated board', () => {
  let folder: string;
  let board: SimulatedBoard;
  let line: LineReader;
  let thread: Worker;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'bramble-thread-'));
    const noteThread = (made: unknown) => {
      thread = (made as { worker: Worker }).worker;
    };
    diagnostics.subscribe('worker_threads', noteThread);
    board = await SimulatedBoard.start({ name: 'thread', flashFolder: path.join(folder, 'flash'), ...boardStart });
    diagnostics.unsubscribe('worker_threads', noteThread);
    line = new LineReader(board.openLine());
    await line.write('\u0001');
    await line.until('CTRL-B to exit\r\n>');
  });
  afterAll(() => {
    board.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Bytes outside V8's heap that the thread's JavaScript holds, garbage among them, while a program runs. */
  async function heldAfter(program: string): Promise<number> {
    await line.write(`${program}\nprint("do" + "ne")\nwhile True: pass\u0004`);
    await line.until('done\r\n');
    const { external_memory: held } = await thread.getHeapStatistics();
    await line.write('\u0003');
    await line.until('\u0004>');
    return held;
  }

  it('keeps no memory outside V8’s heap of what was printed, or of the files that were looked at', async () => {
    const program = (turns: number) =>
      `import os\nfor i in range(${turns}):\n    print("line", i, "\\n  ")\n    os.stat("/")`;
    // The first times, code is compiled and buffers are made that stay.
    await heldAfter(program(2000));
    const before = await heldAfter(program(2000));
    const after = await heldAfter(program(20_000));
    // What waits for V8's next look at young garbage comes and goes. From the pool, it grows by 900 to 1,600 KB.
    expect((after - before) / 1024).toBeLessThan(300);
  });
});
