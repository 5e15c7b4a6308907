import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { prepareFirstProject } from './first-project.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'bramble-first-'));
});
afterEach(() => rm(home, { recursive: true }));

it('has the example as main.py, which sends its log to the port that is listened on', async () => {
  const folder = await prepareFirstProject(home, 40123);
  expect(await readdir(folder)).toEqual(['main.py']);
  expect(await readFile(join(folder, 'main.py'), 'utf8')).toContain('\nSYSLOG = ("127.0.0.1", 40123)\n');
});

it('is never written over, nor filled again', async () => {
  const folder = await prepareFirstProject(home, 5514);
  await writeFile(join(folder, 'main.py'), 'mine');
  await prepareFirstProject(home, 5514);
  expect(await readFile(join(folder, 'main.py'), 'utf8')).toBe('mine');
  await rm(join(folder, 'main.py'));
  await prepareFirstProject(home, 5514);
  expect(await readdir(folder)).toEqual([]);
});
