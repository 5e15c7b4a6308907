/** This computer's files, as the copying commands use them. Errors come out as sentences with the path as it was typed. */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { BrambleError } from '../../../../app/base/index.ts';
import type { FileTree, Kind } from './copy-plan.ts';

export const computerTree: FileTree = {
  kindOf,
  list,
  join,
  nameOf: (path) => (/(^|[/\\])\.{1,2}[/\\]?$/.test(path) ? '' : basename(path)),
  resolve: (path) => resolve(path),
  show: (path) => path,
};

async function kindOf(path: string): Promise<Kind | null> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return null;
    throw unreadable(path, error);
  }
}

async function list(path: string): Promise<{ name: string; kind: Kind }[]> {
  try {
    const names = (await readdir(path)).sort();
    const entries = await Promise.all(names.map(async (name) => ({ name, kind: await kindOf(join(path, name)) })));
    // A link that leads nowhere has no kind, and nothing to copy.
    return entries.filter((entry): entry is { name: string; kind: Kind } => entry.kind !== null);
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** Reads a whole file. Throws `file-not-found` or `file-unreadable`. */
export async function readComputerFile(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) {
      throw new BrambleError('file-not-found', `There is no file ${path} here. Check the path.`, { cause: error });
    }
    if (hasCode(error, 'EISDIR')) {
      throw new BrambleError('usage', `${path} is a folder, and a file is needed.`, { cause: error });
    }
    throw unreadable(path, error);
  }
}

/** Writes under a temporary name beside the target and renames, so that the old file stays whole until the new one is. */
export async function writeComputerFile(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.part`);
  try {
    await writeFile(temporary, bytes);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw new BrambleError('file-unreadable', `${path} cannot be written: ${reason(error)}.`, { cause: error });
  }
}

export async function makeComputerFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw new BrambleError('file-unreadable', `The folder ${path} cannot be made: ${reason(error)}.`, { cause: error });
  }
}

function unreadable(path: string, error: unknown): BrambleError {
  if (error instanceof BrambleError) return error;
  return new BrambleError('file-unreadable', `${path} cannot be read: ${reason(error)}.`, { cause: error });
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'the system does not let this user do so',
  EPERM: 'the system does not let this user do so',
  EROFS: 'the file system can only be read',
  ENOSPC: 'the disk is full',
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'a part of the path is a file',
  EISDIR: 'it is a folder',
  ENAMETOOLONG: 'the name is too long',
};

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code === undefined ? undefined : reasons[code]) ?? message;
}

function hasCode(error: unknown, ...codes: string[]): boolean {
  return codes.includes((error as NodeJS.ErrnoException).code ?? '');
}
