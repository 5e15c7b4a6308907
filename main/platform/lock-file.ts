/**
 * A file that one living process at a time holds, with what it says of itself in it. A holder that died without releasing it is
 * found out by its process id.
 */
import { createHash, randomUUID } from 'node:crypto';
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
  const claim = `${file}.${randomUUID()}`;
  mkdirSync(path.dirname(file), { recursive: true });
  // The claim's name makes what it says unlike any other's.
  writeFileSync(claim, `${JSON.stringify({ ...holder, claim: path.basename(claim) })}\n`);
  try {
    for (;;) {
      const outcome = contend(claim, file);
      if (outcome === 'won') return toDisposable(() => remove(file));
      if (outcome !== 'changed') return outcome;
    }
  } finally {
    remove(claim);
  }
}

export function isHolder(taken: Disposable | LockHolder): taken is LockHolder {
  return 'pid' in taken;
}

/**
 * Wins the lock, or finds who lives and has it; `changed` when it was another's in between. A dead holder's lock is not removed, for
 * another may have taken it by then: only who owns the place after it, which is named by what the dead one wrote, may write over it.
 */
function contend(claim: string, file: string): 'won' | 'changed' | LockHolder {
  const dead: { place: string; text: string }[] = [];
  let place = file;
  while (!linked(claim, place)) {
    const text = read(place);
    if (text === null) return 'changed';
    const holder = holderIn(text);
    if (holder !== null && isAlive(holder.pid)) return holder;
    dead.push({ place, text });
    place = placeAfter(file, text);
  }
  if (place === file) return 'won';
  const isCurrent = dead.every((one) => read(one.place) === one.text);
  if (isCurrent) {
    renameSync(claim, file);
    for (const one of dead) if (one.place !== file) remove(one.place);
  }
  // Last: as long as the dead one's lock stands, the place after it is taken.
  remove(place);
  return isCurrent ? 'won' : 'changed';
}

/** Where the one that takes over from a dead holder claims to be the only one to do so. */
function placeAfter(file: string, text: string): string {
  return `${file}.after-${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}

/** Making a link is what either happens or not, with the content in place, even when two processes try at once. */
function linked(claim: string, place: string): boolean {
  try {
    linkSync(claim, place);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Null when there is no such file. */
function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/** Null when it says nothing of a holder: a lock is written in one step, so half a one is of no living process. */
function holderIn(text: string): LockHolder | null {
  try {
    const holder: unknown = JSON.parse(text);
    if (typeof holder === 'object' && holder !== null && 'pid' in holder && typeof holder.pid === 'number') {
      return { ...holder, pid: holder.pid };
    }
  } catch {
    // Not JSON.
  }
  return null;
}

function remove(file: string): void {
  try {
    unlinkSync(file);
  } catch {
    // Gone already, which is what was wanted.
  }
}
