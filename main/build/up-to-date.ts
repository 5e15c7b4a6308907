/** Builds what is missing or older than its sources, one process at a time. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Disposable } from '../../app/base/index.ts';
import { installationFolder } from '../hosts/installation.ts';
import { isHolder, takeLock } from '../platform/lock-file.ts';
import { type BuildPartName, buildParts } from './parts.ts';

const dist = join(installationFolder, 'dist');
const lockFile = join(dist, '.building');
const lockPollMs = 100;

export interface BringUpToDateOptions {
  /** Builds these even when they are up to date. */
  force?: boolean;
  /** Gets a line for people when something is built. */
  report?: (line: string) => void;
}

/** Rejects with the builder's error when the sources do not build; what was built before stays. */
export async function bringUpToDate(
  names: readonly BuildPartName[],
  { force = false, report = () => {} }: BringUpToDateOptions = {},
): Promise<void> {
  const lock = await ownTurn();
  try {
    for (const name of names) {
      const part = buildParts[name];
      const stamp = await stampOf(part.sources);
      if (!force && (await isBuilt(name, stamp))) continue;
      report(`Building ${part.title} …`);
      await rm(stampFile(name), { force: true });
      await part.build();
      await writeFile(stampFile(name), stamp);
    }
  } finally {
    lock.dispose();
  }
}

async function isBuilt(name: BuildPartName, stamp: string): Promise<boolean> {
  if (!existsSync(join(installationFolder, buildParts[name].product))) return false;
  return (await readFile(stampFile(name), 'utf8').catch(() => '')) === stamp;
}

function stampFile(name: BuildPartName): string {
  return join(dist, `.${name}-stamp`);
}

/** A hash over names, sizes and times of the sources: reading them all would take longer than it is worth at every start. */
async function stampOf(sources: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of await filesOf(source)) {
      const { mtimeMs, size } = await stat(join(installationFolder, file));
      hash.update(`${file} ${mtimeMs} ${size}\n`);
    }
  }
  return hash.digest('hex');
}

async function filesOf(source: string): Promise<string[]> {
  const absolute = join(installationFolder, source);
  if (!(await stat(absolute)).isDirectory()) return [source];
  const entries = await readdir(absolute, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.includes('.test.'));
  return files.map((entry) => join(entry.parentPath, entry.name).slice(installationFolder.length + 1)).sort();
}

/** Waits while another process builds. */
async function ownTurn(): Promise<Disposable> {
  for (;;) {
    const taken = takeLock(lockFile, { pid: process.pid });
    if (!isHolder(taken)) return taken;
    await delay(lockPollMs);
  }
}
