/**
 * A file that one living process at a time holds, with what it says of itself in it. A holder that died without releasing it is
 * found out by its process id.
 */
import { linkSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Disposable, toDisposable } from '../../app/base/index.ts';
import { isAlive } from './processes.ts';

export interface LockHolder {
  pid: number;
  /** What the holder wrote besides its id. */
  [key: string]: unknown;
}

/** The lock, or who has it. Throws what the file system says when the folder cannot be written. */
export function takeLock(file: string, holder: LockHolder): Disposable | LockHolder {
  const claim = `${file}.${holder.pid}.${Math.random().toString(36).slice(2)}`;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(claim, `${JSON.stringify(holder)}\n`);
  try {
    for (;;) {
      if (linked(claim, file)) return toDisposable(() => remove(file));
      const other = readHolder(file);
      if (other !== null && isAlive(other.pid)) return other;
      discard(file, other?.pid ?? null);
    }
  } finally {
    remove(claim);
  }
}

export function isHolder(taken: Disposable | LockHolder): taken is LockHolder {
  return 'pid' in taken;
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
function readHolder(file: string): LockHolder | null {
  try {
    const holder: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof holder === 'object' && holder !== null && 'pid' in holder && typeof holder.pid === 'number') {
      return { ...holder, pid: holder.pid };
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
