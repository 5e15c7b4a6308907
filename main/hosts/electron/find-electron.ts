/**
 * Finds Electron's binary, which its npm package downloads on first use: asks for it, and gives up when nothing arrives, so
 * that a start without a network does not hang.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Clock } from '../../../app/base/index.ts';
import { systemClock } from '../../platform/system-clock.ts';

/** No byte for this long: there is no network, or a proxy that answers nothing. */
const defaultStallMs = 8000;
const pollMs = 250;

export type FoundElectron = { path: string } | { missing: string };

export interface FindElectronOptions {
  /** Gets a line for people when a download begins. */
  report: (line: string) => void;
  signal: AbortSignal;
  /** Of the npm package `electron`; found by itself when left out. */
  packageFolder?: string;
  stallMs?: number;
  /** The computer's own when left out. */
  clock?: Clock;
}

interface Patience {
  stallMs: number;
  clock: Clock;
}

/** Gives the binary's path, or in a few words why there is none. */
export async function findElectron(options: FindElectronOptions): Promise<FoundElectron> {
  const { report, signal, packageFolder: folder = installedPackage() } = options;
  const patience = { stallMs: options.stallMs ?? defaultStallMs, clock: options.clock ?? systemClock };
  if (folder === null) return { missing: 'the npm package "electron" is not installed' };
  const present = await binaryIn(folder);
  if (present !== null) return { path: present };
  report('Downloading the desktop window (Electron, about 110 MB, once) …');
  const failure = await download(folder, patience, signal);
  const downloaded = await binaryIn(folder);
  return downloaded === null ? { missing: failure ?? 'its download brought no binary' } : { path: downloaded };
}

function installedPackage(): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  } catch {
    return null;
  }
}

async function binaryIn(folder: string): Promise<string | null> {
  const name = await readFile(join(folder, 'path.txt'), 'utf8').catch(() => null);
  if (name === null) return null;
  const path = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'), name);
  return existsSync(path) ? path : null;
}

/** Runs the package's own installer. Resolves with null when it ended well, else with what went wrong, in a few words. */
async function download(folder: string, patience: Patience, signal: AbortSignal): Promise<string | null> {
  const temporary = await mkdtemp(join(tmpdir(), 'bramble-electron-'));
  const installer = spawn(process.execPath, [join(folder, 'install.js')], {
    // The installer writes the download below the temporary folder, where its growth can be seen.
    env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
    stdio: 'ignore',
  });
  const ended = new Promise<number | null>((resolve) => {
    installer.once('error', () => resolve(1));
    installer.once('exit', resolve);
  });
  const watching = new AbortController();
  const folders = [temporary, join(folder, 'dist')];
  const stopped = untilStalled(folders, patience, AbortSignal.any([signal, watching.signal]));
  const first = await Promise.race([ended.then((code) => ({ code })), stopped.then(() => null)]);
  watching.abort();
  installer.kill('SIGKILL');
  await ended;
  await rm(temporary, { recursive: true, force: true });
  if (first === null) return signal.aborted ? 'it was cancelled' : 'its download server does not answer';
  return first.code === 0 ? null : 'its download failed';
}

/** Resolves when the folders have not grown for a while, or the signal aborts. */
async function untilStalled(folders: string[], { stallMs, clock }: Patience, signal: AbortSignal): Promise<void> {
  let bytes = 0;
  let grownAtMs = clock.now();
  while (!signal.aborted && clock.now() - grownAtMs < stallMs) {
    await later(clock, signal);
    const now = (await Promise.all(folders.map(folderBytes))).reduce((sum, size) => sum + size, 0);
    if (now > bytes) grownAtMs = clock.now();
    bytes = Math.max(bytes, now);
  }
}

/** Resolves when it is time to look again, or the signal aborts. */
function later(clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      timer.dispose();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = clock.schedule(end, pollMs);
    signal.addEventListener('abort', end);
  });
}

async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  const sizes = files.map((entry) =>
    stat(join(entry.parentPath, entry.name)).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
