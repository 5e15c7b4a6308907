/** What a folder of the computer and one on the board differ in, and what makes them alike. Pure: two lists in, a plan out. */
import { BrambleError } from '../../base/index.ts';

export interface SyncEntry {
  /** Below the folder that is in sync, such as `lib/wifi.py`. */
  path: string;
  kind: 'file' | 'folder';
  /** In hexadecimal; '' for a folder. */
  sha256: string;
  /** 0 for a folder. */
  sizeBytes: number;
}

export interface SyncPlan {
  /** What stands in the way or is not wanted, a folder with all it holds. */
  remove: SyncEntry[];
  /** Folders and files to send, a folder before what goes into it. */
  send: SyncEntry[];
  /** How many files are the same on both sides. */
  unchanged: number;
}

/**
 * `wanted` is what the computer has, a folder before what it holds; `present` what the board has. Only with `remove` does the board
 * lose what the computer does not have; without it, a file where a folder goes, or the other way round, throws.
 */
export function planSync(
  wanted: readonly SyncEntry[],
  present: readonly SyncEntry[],
  options: { remove: boolean },
): SyncPlan {
  const here = new Map(wanted.map((entry) => [entry.path, entry]));
  const there = new Map(present.map((entry) => [entry.path, entry]));
  const remove: SyncEntry[] = [];
  for (const entry of present) {
    if (remove.some(({ path }) => entry.path.startsWith(`${path}/`))) continue;
    const match = here.get(entry.path);
    if (match?.kind === entry.kind) continue;
    if (options.remove) remove.push(entry);
    else if (match !== undefined) throw inTheWay(entry);
  }
  const send = wanted.filter((entry) => {
    const match = there.get(entry.path);
    return match?.kind !== entry.kind || match.sha256 !== entry.sha256;
  });
  const files = (entries: readonly SyncEntry[]) => entries.filter(({ kind }) => kind === 'file').length;
  return { remove, send, unchanged: files(wanted) - files(send) };
}

function inTheWay({ path, kind }: SyncEntry): BrambleError {
  const remedy = 'Remove it, or sync with --delete.';
  return kind === 'file'
    ? new BrambleError('board-not-directory', `${path} on the board is a file, and a folder goes there. ${remedy}`)
    : new BrambleError('board-is-directory', `${path} on the board is a folder, and a file goes there. ${remedy}`);
}
