import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { dataFolder } from './data-folder.ts';
import { listOfferedBoards, offerBoard } from './offered-boards.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bramble-offered-'));
});

afterEach(() => rm(folder, { recursive: true }));

const board = { name: 'default', tcp: 'tcp:127.0.0.1:2217', pty: null, flash: '/flash' };

it('an offered board is found until it is taken back', async () => {
  expect(await listOfferedBoards(folder)).toEqual([]);
  const offer = await offerBoard(folder, board);
  expect(await listOfferedBoards(folder)).toEqual([{ ...board, pid: process.pid }]);
  offer.dispose();
  offer.dispose();
  expect(await listOfferedBoards(folder)).toEqual([]);
});

it('what a dead process left is taken away, and what is not of this Bramble is left alone', async () => {
  const offer = await offerBoard(folder, board);
  const dead = spawn(process.execPath, ['-e', '']);
  await once(dead, 'exit');
  const offered = join(folder, 'offered');
  await writeFile(join(offered, `${dead.pid}-00000000.json`), JSON.stringify({ ...board, pid: dead.pid }));
  await writeFile(join(offered, `${process.pid}-00000001.json`), 'not JSON');
  await writeFile(join(offered, 'notes.txt'), 'mine');
  expect(await listOfferedBoards(folder)).toEqual([{ ...board, pid: process.pid }]);
  expect((await readdir(offered)).filter((name) => name.startsWith(`${dead.pid}-`))).toEqual([]);
  expect(await readdir(offered)).toContain('notes.txt');
  offer.dispose();
});

it('the data folder is BRAMBLE_HOME, else the usual place of the system', () => {
  expect(dataFolder({ BRAMBLE_HOME: '/b', XDG_DATA_HOME: '/x' }, 'linux')).toBe('/b');
  expect(dataFolder({ XDG_DATA_HOME: '/x' }, 'linux')).toBe('/x/bramble');
  expect(dataFolder({ XDG_DATA_HOME: 'relative' }, 'linux')).toMatch(/\/\.local\/share\/bramble$/);
  expect(dataFolder({}, 'darwin')).toMatch(/\/Library\/Application Support\/Bramble$/);
});
