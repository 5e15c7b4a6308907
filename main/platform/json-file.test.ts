import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readJsonFile, writeJsonFile } from './json-file.ts';

let folder: string;
const file = () => join(folder, 'settings', 'some.json');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bramble-json-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('what was asked for last is what the file holds, however many were asked for at once', async () => {
  await Promise.all(Array.from({ length: 20 }, (_, turn) => writeJsonFile(file(), { turn })));
  expect(await readJsonFile(file())).toEqual({ turn: 19 });
  expect(readdirSync(join(folder, 'settings'))).toEqual(['some.json']);
});

it('a write that fails leaves nothing behind, and the next is tried', async () => {
  mkdirSync(join(file(), 'in the way'), { recursive: true });
  const writes = [writeJsonFile(file(), 1), writeJsonFile(file(), 2)];
  for (const write of writes) await expect(write).rejects.toThrow(/EISDIR|ENOTEMPTY|EPERM|EEXIST/);
  expect(readdirSync(join(folder, 'settings'))).toEqual(['some.json']);
  rmSync(file(), { recursive: true });
  await writeJsonFile(file(), 3);
  expect(await readJsonFile(file())).toBe(3);
});
