import { existsSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ManualClock } from '../../../app/base/index.ts';
import { findElectron } from './find-electron.ts';

let packageFolder: string;
const signal = new AbortController().signal;

beforeEach(async () => {
  packageFolder = await mkdtemp(join(tmpdir(), 'bramble-find-electron-'));
  await writeFile(join(packageFolder, 'package.json'), '{"type": "commonjs"}');
});
afterEach(() => rm(packageFolder, { recursive: true }));

const installer = (code: string) => writeFile(join(packageFolder, 'install.js'), code);

it('finds a binary that is there without asking for anything', async () => {
  await mkdir(join(packageFolder, 'dist'));
  await writeFile(join(packageFolder, 'dist', 'electron'), '');
  await writeFile(join(packageFolder, 'path.txt'), 'electron');
  const reports: string[] = [];
  const found = await findElectron({ packageFolder, signal, report: (line) => reports.push(line) });
  expect({ found, reports }).toEqual({ found: { path: join(packageFolder, 'dist', 'electron') }, reports: [] });
});

it('has the package download its binary', async () => {
  await installer(`
    const fs = require('node:fs');
    fs.mkdirSync(__dirname + '/dist');
    fs.writeFileSync(__dirname + '/dist/electron', '');
    fs.writeFileSync(__dirname + '/path.txt', 'electron');
  `);
  const found = await findElectron({ packageFolder, signal, report: () => {} });
  expect(found).toEqual({ path: join(packageFolder, 'dist', 'electron') });
});

it('says that the download failed', async () => {
  await installer('process.exit(1)');
  const found = await findElectron({ packageFolder, signal, report: () => {} });
  expect(found).toEqual({ missing: 'its download failed' });
});

it('waits for a download that grows, and gives up one that does not, leaving nothing behind', async () => {
  await installer(`
    const fs = require('node:fs');
    fs.writeFileSync(__dirname + '/named', require('node:os').tmpdir());
    fs.renameSync(__dirname + '/named', __dirname + '/temporary.txt');
    setInterval(() => {}, 1000);
  `);
  const clock = new ManualClock();
  let isOver = false;
  const finding = findElectron({ packageFolder, signal, report: () => {}, stallMs: 1200, clock });
  void finding.then(() => (isOver = true));
  await expect.poll(() => existsSync(join(packageFolder, 'temporary.txt'))).toBe(true);
  const temporary = await readFile(join(packageFolder, 'temporary.txt'), 'utf8');
  const secondGoesBy = async () => {
    clock.advance(1000);
    await expect.poll(() => isOver || clock.pending === 1).toBe(true);
  };
  for (let second = 0; second < 8; second++) {
    await appendFile(join(temporary, 'download'), 'x'.repeat(1000));
    await secondGoesBy();
  }
  await secondGoesBy();
  expect(isOver).toBe(false);
  await secondGoesBy();
  expect(await finding).toEqual({ missing: 'its download server does not answer' });
  expect(existsSync(temporary)).toBe(false);
});
