import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LineReader } from '../../../tests/integration/line-reader.ts';
import { boardStart } from '../../../tests/support/board-start.ts';
import { startTemporaryBoard, type TemporaryBoard } from '../../../tests/support/temporary-board.ts';
import type { SimulatedBoard } from '../simulated-board.ts';

describe('The flash of a simulated board', () => {
  let temporary: TemporaryBoard;
  let flash: string;
  let board: SimulatedBoard;
  let line: LineReader;

  beforeEach(async () => {
    const prepare = (folder: string) => writeFileSync(path.join(folder, 'kept.txt'), 'old');
    temporary = await startTemporaryBoard({ name: 'flash', ...boardStart, prepare });
    ({ board, flash } = temporary);
    await connect();
  });
  afterEach(() => temporary.dispose());

  async function connect(): Promise<void> {
    line = new LineReader(board.openLine());
    await line.write('\u0001');
    await line.until('CTRL-B to exit\r\n>');
  }

  async function run(program: string): Promise<string> {
    await line.write(`${program}\u0004`);
    await line.until('OK');
    return line.until('\u0004>');
  }

  /** Runs a program during which the board goes away; gives why it did. */
  async function runToItsEnd(program: string): Promise<{ reason: string; message: string }> {
    const closed = new Promise<{ reason: string; message: string }>((resolve) => {
      board.openLine().onClose(resolve);
    });
    await line.write(`${program}\u0004`);
    return closed;
  }

  const text = (name: string) => readFileSync(path.join(flash, name), 'utf8');

  it('loses what was not closed or synced when the power goes in the middle of a file', async () => {
    await board.steer('fault power lost after 150 bytes written');
    const end = await runToItsEnd(`
with open('whole.txt', 'w') as f: f.write('w' * 40)
with open('synced.txt', 'w') as f:
    f.write('s' * 10)
    f.flush()
    with open('kept.txt', 'w') as g:
        while True: g.write('n' * 25); f.write('t')`);
    expect(end).toEqual({ reason: 'lost', message: expect.stringContaining('lost its power while it wrote') });
    expect([board.activity, text('whole.txt'), text('synced.txt'), text('kept.txt')]).toEqual([
      'off',
      'w'.repeat(40),
      's'.repeat(10),
      'old',
    ]);
    expect(() => board.openLine()).toThrow(/power on/);
    await board.steer('power on');
    await connect();
    // Once: the next writer has power.
    expect(await run("f = open('kept.txt', 'a'); f.write('x' * 500); f.close(); print(open('kept.txt').read(5))")).toBe(
      'oldxx\r\n\u0004\u0004>',
    );
    expect(readdirSync(path.dirname(flash))).toEqual(['flash']);
  });

  it('has no room when it was filled, also after a reset, until files are removed or the fault is over', async () => {
    await board.steer('fault flash full 100 bytes left');
    const filling = `
import os
try:
    with open('log', 'w') as f:
        for i in range(100): f.write('0123456789'); f.flush()
except OSError as error:
    print(error, i)`;
    expect(await run(filling)).toBe('28 10\r\n\u0004\u0004>');
    expect(await run('print(os.stat("log")[6], os.statvfs("/")[3])')).toBe('100 0\r\n\u0004\u0004>');
    await runToItsEnd('import machine; machine.reset()');
    await connect();
    expect(await run('open("other", "w")')).toContain('OSError: 28');
    expect(await run('import os; os.remove("log"); open("other", "w").write("x" * 50); print("ok")')).toContain('ok');
    await board.steer('fault off');
    expect(await run('f = open("other", "w"); f.write("y" * 5000); f.close(); print(os.statvfs("/")[3] > 200)')).toBe(
      'True\r\n\u0004\u0004>',
    );
  });

  it('keeps what a program left open at a soft reset, and not at a hard one', async () => {
    await run("f = open('soft.txt', 'w'); f.write('text')");
    expect(text('soft.txt')).toBe('');
    await line.write('\u0004');
    await line.until('CTRL-B to exit\r\n>');
    expect(text('soft.txt')).toBe('text');
    await runToItsEnd("f = open('soft.txt', 'w'); f.write('gone'); import machine; machine.reset()");
    expect(text('soft.txt')).toBe('text');
  });

  it('is as at the last close when the interpreter breaks', async () => {
    await runToItsEnd(
      "open('kept.txt', 'w').write('new')\nf = open('kept.txt', 'w'); f.write('half')\nimport uctypes; uctypes.bytearray_at(0x7fffff00, 4)[0] = 1",
    );
    await vi.waitUntil(() => board.activity === 'prompt', { timeout: 60_000 });
    expect(['old', 'new']).toContain(text('kept.txt'));
  });
});
