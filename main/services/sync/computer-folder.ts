/**
 * A folder of this computer as the source of a sync: what is in it, with the SHA-256 of each file, without what takes no part.
 * `.brambleignore` at its top names that in gitignore's words; names that begin with `.` and `__pycache__` never take part.
 */
import { createHash } from 'node:crypto';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import ignore from 'ignore';
import { BrambleError } from '../../../app/base/index.ts';
import type { SyncEntry, SyncSource } from '../../../app/board/index.ts';

export const ignoreFile = '.brambleignore';

export interface ComputerFolder extends SyncSource {
  /** Whether a path below the folder takes no part, on either side. */
  isLeftOut: (path: string, kind: SyncEntry['kind']) => boolean;
}

/** Rejects with `file-not-found` or `file-unreadable`. Links to files and folders are followed; one that leads nowhere takes no part. */
export async function readComputerFolder(folder: string, signal?: AbortSignal): Promise<ComputerFolder> {
  const kind = await kindOf(folder);
  if (kind !== 'folder') throw new BrambleError('file-not-found', `There is no folder ${folder} here. Check the path.`);
  const isLeftOut = await leftOutIn(folder);
  const entries: SyncEntry[] = [];
  await walk('', []);
  return { entries, isLeftOut, read: (path) => readSettled(inFolder(folder, path)) };

  async function walk(prefix: string, above: readonly string[]): Promise<void> {
    signal?.throwIfAborted();
    const here = inFolder(folder, prefix);
    const { ino, dev } = await stat(here);
    const self = `${dev}:${ino}`;
    // A link to a folder above would go round for ever.
    if (above.includes(self)) return;
    for (const name of (await listed(here)).sort()) {
      const path = `${prefix}${name}`;
      const kind = await kindOf(inFolder(folder, path));
      if (kind === null || isLeftOut(path, kind)) continue;
      if (kind === 'folder') {
        entries.push({ path, kind, sha256: '', sizeBytes: 0 });
        await walk(`${path}/`, [...above, self]);
      } else {
        const bytes = await readSettled(inFolder(folder, path));
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        entries.push({ path, kind, sha256, sizeBytes: bytes.length });
      }
    }
  }
}

async function leftOutIn(folder: string): Promise<ComputerFolder['isLeftOut']> {
  const rules = ignore({ allowRelativePaths: false });
  try {
    rules.add(await readFile(join(folder, ignoreFile), 'utf8'));
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw unreadable(join(folder, ignoreFile), error);
  }
  return (path, kind) => {
    const parts = path.split('/');
    if (parts.some((name) => name.startsWith('.') || name === '__pycache__')) return true;
    // A board's file may have a name that is no path here, such as one that begins with "../".
    const asked = kind === 'folder' ? `${path}/` : path;
    return ignore.isPathValid(asked) && rules.ignores(asked);
  };
}

/** How often a file that changes while it is read is read anew. */
const readAttempts = 5;

/** A whole file as it was at one moment. Rejects with `file-changed` when another program goes on writing to it. */
async function readSettled(path: string): Promise<Uint8Array> {
  for (let attempt = 0; attempt < readAttempts; attempt++) {
    try {
      const bytes = await readUnchanged(path);
      if (bytes !== null) return bytes;
    } catch (error) {
      throw unreadable(path, error);
    }
  }
  const sentence = `${path} changes while it is read. Wait until the program that writes it is done, and try again.`;
  throw new BrambleError('file-changed', sentence);
}

async function readUnchanged(path: string): Promise<Uint8Array | null> {
  const file = await open(path);
  try {
    const before = await file.stat({ bigint: true });
    const bytes = await file.readFile();
    const after = await file.stat({ bigint: true });
    const same = before.mtimeNs === after.mtimeNs && before.size === after.size && after.size === BigInt(bytes.length);
    return same ? bytes : null;
  } finally {
    await file.close();
  }
}

async function kindOf(path: string): Promise<SyncEntry['kind'] | null> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return 'folder';
    // A pipe or a device would be read without end.
    return found.isFile() ? 'file' : null;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes(codeOf(error))) return null;
    throw unreadable(path, error);
  }
}

async function listed(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function inFolder(folder: string, path: string): string {
  return join(folder, path.replaceAll('/', sep));
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}

function unreadable(path: string, error: unknown): unknown {
  if (error instanceof BrambleError) return error;
  const reason = codeOf(error) === 'EACCES' ? 'the system does not let this user do so' : String(error);
  return new BrambleError('file-unreadable', `${path} cannot be read: ${reason}.`, { cause: error });
}
