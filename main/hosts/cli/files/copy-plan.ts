/**
 * What `bramble fs cp` will do, found out before anything is written: a missing source or an impossible target is told
 * while both sides are still as they were. Knows file trees by the interface below only.
 */
import { BrambleError } from '../../../../app/base/index.ts';
import type { Place } from '../places.ts';

export type Kind = 'file' | 'folder';

/** One of the two file trees. Paths are the side's own. */
export interface FileTree {
  kindOf(path: string): Promise<Kind | null>;
  list(path: string): Promise<{ name: string; kind: Kind }[]>;
  join(folder: string, name: string): string;
  /** The last part, with `/` at its end ignored; '' when the path names a folder's contents (`.`, `..`, the top). */
  nameOf(path: string): string;
  /** One spelling for each file, to see that source and target are the same. */
  resolve(path: string): string;
  /** The path as people know it, for messages. */
  show(path: string): string;
}

export type CopyStep =
  | { kind: 'make-folder'; to: string }
  | { kind: 'copy-file'; from: string; fromSide: Place['side']; to: string };

export interface CopyRequest {
  sources: readonly Place[];
  target: Place;
  recursive: boolean;
  trees: Readonly<Record<Place['side'], FileTree>>;
}

/** CPython's caches are of no use to a board. */
const leftOut = new Set(['__pycache__']);

/** Gives the steps in order: a folder before what goes into it. Throws what will not work, one clear sentence each. */
export async function planCopy(request: CopyRequest): Promise<CopyStep[]> {
  const { sources, target, trees } = request;
  if (target.side === 'computer' && sources.some(({ side }) => side === 'computer')) {
    throw new BrambleError(
      'usage',
      'Both paths are on this computer. A path on the board begins with ":", as in "bramble fs cp main.py :".',
    );
  }
  const targetKind = await trees[target.side].kindOf(target.path);
  await refuseBadTarget(request, targetKind);
  const steps: CopyStep[] = [];
  for (const source of sources) steps.push(...(await planSource(request, source, targetKind)));
  return steps;
}

async function refuseBadTarget({ sources, target, trees, recursive }: CopyRequest, kind: Kind | null): Promise<void> {
  const shown = trees[target.side].show(target.path);
  const mustBeFolder = sources.length > 1 || target.meansFolder;
  if (kind === 'file' && mustBeFolder) {
    throw targetError(target, 'not-a-folder', `${shown} is a file, and a folder is needed to copy into.`);
  }
  // `cp -r lib :new/` makes the folder; several sources need one that is there.
  if (kind === null && mustBeFolder && !(recursive && sources.length === 1)) {
    const remedy = target.side === 'board' ? `bramble fs mkdir ${shown}` : `mkdir ${shown}`;
    throw targetError(target, 'missing', `There is no folder ${shown} to copy into. Make it first: ${remedy}`);
  }
}

async function planSource(request: CopyRequest, source: Place, targetKind: Kind | null): Promise<CopyStep[]> {
  const { target, trees, recursive } = request;
  const from = trees[source.side];
  const kind = await from.kindOf(source.path);
  if (kind === null) throw missingSource(source, from.show(source.path));
  if (kind === 'file' && source.meansFolder) {
    throw new BrambleError('usage', `${from.show(source.path)} is a file. Leave the "/" at its end out.`);
  }
  if (kind === 'folder' && !recursive) {
    throw new BrambleError('usage', `${from.show(source.path)} is a folder. Copy it with all it holds by "cp -r".`);
  }
  const name = from.nameOf(source.path);
  const to = targetKind === 'folder' && name !== '' ? trees[target.side].join(target.path, name) : target.path;
  refuseOntoItself(request, source, to);
  if (kind === 'folder') return planFolder(request, source, to);
  await refuseFileOverFolder(request, to);
  return [{ kind: 'copy-file', from: source.path, fromSide: source.side, to }];
}

function refuseOntoItself({ target, trees }: CopyRequest, source: Place, to: string): void {
  if (source.side !== target.side) return;
  const tree = trees[target.side];
  const inside =
    tree.resolve(to) === tree.resolve(source.path) || tree.resolve(to).startsWith(`${tree.resolve(source.path)}/`);
  if (inside || tree.resolve(source.path) === '/') {
    throw new BrambleError('usage', `${tree.show(source.path)} cannot be copied onto or into itself.`);
  }
}

async function refuseFileOverFolder({ target, trees }: CopyRequest, to: string): Promise<void> {
  const tree = trees[target.side];
  if ((await tree.kindOf(to)) !== 'folder') return;
  throw targetError(
    target,
    'is-a-folder',
    `${tree.show(to)} is a folder, and a file would take its place. Remove it first.`,
  );
}

/** Walks a folder. `seen` holds the way down, so that a link to a folder above does not go round for ever. */
async function planFolder(
  request: CopyRequest,
  source: Place,
  to: string,
  seen: readonly string[] = [],
): Promise<CopyStep[]> {
  const { target, trees } = request;
  const from = trees[source.side];
  const here = from.resolve(source.path);
  if (seen.includes(here)) return [];
  const into = trees[target.side];
  const existing = await into.kindOf(to);
  if (existing === 'file') {
    throw targetError(target, 'not-a-folder', `${into.show(to)} is a file, and a folder of that name is to be copied.`);
  }
  const steps: CopyStep[] = existing === null ? [{ kind: 'make-folder', to }] : [];
  for (const entry of await from.list(source.path)) {
    if (leftOut.has(entry.name)) continue;
    const path = from.join(source.path, entry.name);
    const target = into.join(to, entry.name);
    if (entry.kind === 'folder') {
      steps.push(...(await planFolder(request, { ...source, path }, target, [...seen, here])));
    } else {
      if (existing !== null) await refuseFileOverFolder(request, target);
      steps.push({ kind: 'copy-file', from: path, fromSide: source.side, to: target });
    }
  }
  return steps;
}

function missingSource(source: Place, shown: string): BrambleError {
  return source.side === 'board'
    ? new BrambleError(
        'board-file-not-found',
        `There is no ${shown} on the board. "bramble fs tree" shows what it holds.`,
      )
    : new BrambleError(
        'file-not-found',
        `There is no ${shown} here. Check the path; paths on the board begin with ":".`,
      );
}

function targetError(target: Place, what: 'missing' | 'not-a-folder' | 'is-a-folder', sentence: string): BrambleError {
  const codes = {
    missing: target.side === 'board' ? 'board-file-not-found' : 'file-not-found',
    'not-a-folder': target.side === 'board' ? 'board-not-directory' : 'usage',
    'is-a-folder': target.side === 'board' ? 'board-is-directory' : 'usage',
  } as const;
  return new BrambleError(codes[what], sentence);
}
