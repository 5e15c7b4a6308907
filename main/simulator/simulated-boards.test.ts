import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFlash } from './flash/flash-lock.ts';
import { SimulatedBoards } from './simulated-boards.ts';

/** The id of a process that has ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

describe('The simulated boards of a process', () => {
  let dataFolder: string;
  let boards: SimulatedBoards;

  beforeEach(() => {
    dataFolder = mkdtempSync(path.join(tmpdir(), 'bramble-boards-'));
    boards = new SimulatedBoards({ dataFolder });
  });

  afterEach(async () => {
    await boards.dispose();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  it('are started once, by whoever asks first, with their flash in the data folder', async () => {
    const [one, same] = await Promise.all([boards.board('desk'), boards.start('desk')]);
    expect(one).toBe(same);
    expect(one.flashFolder).toBe(path.join(dataFolder, 'boards', 'desk', 'flash'));
    expect([boards.names, existsSync(one.flashFolder)]).toEqual([['desk'], true]);
  });

  it('stay on when their lines are unplugged', async () => {
    (await boards.openLine('desk')).dispose();
    expect((await boards.board('desk')).activity).not.toBe('off');
  });

  it('keep others from the same flash, and say who has it and what to do', async () => {
    await boards.board('desk');
    const others = new SimulatedBoards({ dataFolder });
    await expect(others.board('desk')).rejects.toMatchObject({
      code: 'port-busy',
      message: expect.stringMatching(/"desk" is already running in this program\. .*choose another name/),
    });
    const off = boards.dispose();
    // Until its thread has ended, it may write there still.
    await expect(others.board('desk')).rejects.toMatchObject({ code: 'port-busy' });
    await off;
    await expect(others.board('desk')).resolves.toBeDefined();
    await others.dispose();
  });

  it('do not start any more once they are off, nor does one that was starting', async () => {
    const starting = boards.board('desk');
    const off = boards.dispose();
    await expect(starting).rejects.toMatchObject({ code: 'no-board' });
    await off;
    await expect(boards.board('other')).rejects.toMatchObject({ code: 'no-board' });
    expect(readdirSync(path.join(dataFolder, 'boards'))).toEqual(['desk']);
    expect(readdirSync(path.join(dataFolder, 'boards', 'desk'))).toEqual(['flash']);
  });

  it('touch no file any more once they are off', async () => {
    await boards.board('desk');
    await boards.dispose();
    // What the first start left for the next is whole, and no file of the writing is left.
    expect(readdirSync(path.join(dataFolder, 'cache', 'simulated-board'))).toEqual([
      expect.stringMatching(/^board-[0-9a-f]{64}$/),
    ]);
    expect(readdirSync(path.join(dataFolder, 'boards', 'desk'))).toEqual(['flash']);
  });

  it('need a folder for their flash', async () => {
    const file = path.join(dataFolder, 'file');
    writeFileSync(file, '');
    await expect(boards.start('a', { flashFolder: file })).rejects.toMatchObject({ code: 'file-unreadable' });
    await expect(boards.start('b', { flashFolder: path.join(file, 'x') })).rejects.toMatchObject({
      code: 'file-unreadable',
    });
    expect(boards.names).toEqual([]);
  });

  it('have names that are no paths', async () => {
    await expect(boards.board('../x')).rejects.toMatchObject({ code: 'bad-address' });
    expect(existsSync(path.join(dataFolder, 'boards'))).toBe(false);
  });
});

describe('The lock of a flash folder', () => {
  let folder: string;
  const options = () => ({ flashFolder: path.join(folder, 'desk', 'flash'), name: 'desk' });
  const lockFile = () => `${options().flashFolder}.lock`;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'bramble-lock-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is free again after its release, and leaves nothing behind', () => {
    lockFlash(options()).dispose();
    lockFlash(options()).dispose();
    expect(readdirSync(path.join(folder, 'desk'))).toEqual([]);
  });

  it('names the process that holds it', () => {
    const holder = lockFlash({ ...options(), pid: process.ppid });
    expect(() => lockFlash(options())).toThrow(new RegExp(`another program \\(process ${process.ppid}\\)`));
    holder.dispose();
  });

  it('is taken over from a process that died, or when it says nothing', () => {
    mkdirSync(path.dirname(lockFile()), { recursive: true });
    for (const content of [JSON.stringify({ pid: deadPid(), name: 'desk' }), '', '{"pid":"x"}']) {
      writeFileSync(lockFile(), content);
      lockFlash(options()).dispose();
    }
    expect(readdirSync(path.join(folder, 'desk'))).toEqual([]);
  });
});
