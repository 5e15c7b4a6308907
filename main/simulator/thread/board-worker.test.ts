import diagnostics from 'node:diagnostics_channel';
import type { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RawReplBoard } from '../../../tests/support/raw-repl-board.ts';

describe('The thread of a simulated board', () => {
  let raw: RawReplBoard;
  let thread: Worker;

  beforeAll(async () => {
    const noteThread = (made: unknown) => {
      thread = (made as { worker: Worker }).worker;
    };
    diagnostics.subscribe('worker_threads', noteThread);
    raw = await RawReplBoard.start();
    diagnostics.unsubscribe('worker_threads', noteThread);
  });
  afterAll(() => raw.dispose());

  /** Bytes outside V8's heap that the thread's JavaScript holds, garbage among them, while a program runs. */
  async function heldAfter(program: string): Promise<number> {
    await raw.begin(program, 'print("do" + "ne")', 'while True: pass');
    await raw.line.until('done\r\n');
    const { external_memory: held } = await thread.getHeapStatistics();
    await raw.line.write('\u0003');
    await raw.line.until('\u0004>');
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
