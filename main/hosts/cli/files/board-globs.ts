/** Patterns in paths of the board, such as `:*.py` and `:lib/**`: no shell knows what is there. */
import { posix } from 'node:path';
import { BrambleError } from '../../../../app/base/index.ts';
import type { BoardFiles } from '../../../../app/board/index.ts';
import { boardPathForPeople, type Place, parseBoardPath } from '../places.ts';

const special = /[*?[{]/;

/** Absolute paths, in the order given, each pattern's matches sorted. A pattern that matches nothing is refused. */
export async function boardPaths(files: BoardFiles, texts: readonly string[], signal: AbortSignal): Promise<string[]> {
  const all: string[] = [];
  for (const text of texts) all.push(...(await matches(files, parseBoardPath(text), signal)));
  return all;
}

/** As boardPaths, for paths of which some are this computer's. */
export async function expandPlaces(files: BoardFiles, places: readonly Place[], signal: AbortSignal): Promise<Place[]> {
  const all: Place[] = [];
  for (const place of places) {
    const paths = place.side === 'board' ? await matches(files, place.path, signal) : [place.path];
    all.push(...paths.map((path) => ({ ...place, path })));
  }
  return all;
}

async function matches(files: BoardFiles, pattern: string, signal: AbortSignal): Promise<string[]> {
  // A file may be called so.
  if (!special.test(pattern) || (await files.exists(pattern, { signal }))) return [pattern];
  const parts = pattern.split('/');
  const top = parts
    .slice(
      0,
      parts.findIndex((part) => special.test(part)),
    )
    .join('/');
  const entries = await files.listTree(top === '' ? '/' : top, { signal });
  const found = entries.map(({ path }) => `${top}/${path}`).filter((path) => posix.matchesGlob(path, pattern));
  if (found.length > 0) return found;
  const sentence = `Nothing on the board matches ${boardPathForPeople(pattern)}. "bramble fs tree" shows what it holds.`;
  throw new BrambleError('board-file-not-found', sentence);
}
