/** Paths on a board: absolute, `/` between parts. */
import { BrambleError } from '../base/index.ts';

/** One spelling for each file: without `.`, `..`, doubled or closing slashes. Throws `usage` when it is not absolute. */
export function normaliseBoardPath(path: string): string {
  if (!path.startsWith('/')) {
    throw new BrambleError('usage', `"${path}" is not a path on a board. Begin it with "/", as in /main.py.`);
  }
  if (path.includes('\0')) {
    throw new BrambleError('usage', `${JSON.stringify(path)} holds a NUL character, which no file name can.`);
  }
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** The folder that holds the path; the top folder holds itself. */
export function boardFolderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

/**
 * Where a file is written before it is renamed: in its folder, thus on its file system. One name for all: what a pulled cable
 * leaves, the next write there replaces.
 */
export function temporaryFor(path: string): string {
  const folder = boardFolderOf(path);
  return `${folder === '/' ? '' : folder}/.bramble-upload.tmp`;
}
