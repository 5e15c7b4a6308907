/**
 * Keeps two processes from running boards on one flash folder: a file beside the folder that names its holder. A holder that died
 * without releasing it is found out by its process id.
 */
import { linkSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { BrambleError, type Disposable, toDisposable } from '../../app/base/index.ts';
import { isAlive } from '../platform/processes.ts';

export interface FlashLockOptions {
  flashFolder: string;
  /** The board's name, for the sentence that the other process shows. */
  name: string;
  pid?: number;
}

/**
 * Takes the lock of a flash folder, making the folder that it lies in; released by dispose. Throws `port-busy` when a living process
 * holds it, `file-unreadable` when the folder cannot be written.
 */
export function lockFlash({ flashFolder, name, pid = process.pid }: FlashLockOptions): Disposable {
  const file = `${path.resolve(flashFolder)}.lock`;
  const claim = `${file}.${pid}.${Math.random().toString(36).slice(2)}`;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(claim, `${JSON.stringify({ pid, name })}\n`);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BrambleError(
      'file-unreadable',
      `The folder of the simulated board "${name}" cannot be written (${reason}). Choose another place for its flash.`,
      { cause },
    );
  }
  try {
    for (;;) {
      if (linked(claim, file)) return toDisposable(() => remove(file));
      const holder = readHolder(file);
      if (holder !== null && isAlive(holder.pid)) throw busy(holder.pid, name, file);
      discard(file, holder?.pid ?? null);
    }
  } finally {
    remove(claim);
  }
}

/** Making a link is what either happens or not, with the content in place, even when two processes try at once. */
function linked(claim: string, file: string): boolean {
  try {
    linkSync(claim, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Null when the file is gone again or says nothing that can be read. */
function readHolder(file: string): { pid: number } | null {
  try {
    const holder: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof holder === 'object' && holder !== null && 'pid' in holder && typeof holder.pid === 'number') {
      return { pid: holder.pid };
    }
  } catch {
    // Read as "no holder" below: a lock is written in one step, so half a one is of no living process.
  }
  return null;
}

/** Takes a dead holder's lock away; puts it back when another process was faster and it is a living one's. */
function discard(file: string, deadPid: number | null): void {
  const aside = `${file}.dead.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const holder = readHolder(aside);
  if (holder !== null && holder.pid !== deadPid) linked(aside, file);
  remove(aside);
}

function remove(file: string): void {
  try {
    unlinkSync(file);
  } catch {
    // Gone already, which is what was wanted.
  }
}

function busy(pid: number, name: string, file: string): BrambleError {
  const who = pid === process.pid ? 'this program' : `another program (process ${pid})`;
  return new BrambleError(
    'port-busy',
    `The simulated board "${name}" is already running in ${who}. Use that one, end it, or choose another name (sim:NAME). If no such program runs, delete ${file}.`,
  );
}
