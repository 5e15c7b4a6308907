/** Copies between the project on the computer, a board and the desktop; asks before it writes over a file with other content. */
import type {
  BoardFilesService,
  CopiesService,
  CopyDirection,
  FileCopy,
  ProjectService,
} from '../../app/contract/index.ts';
import type { DroppedFile } from './file-drag.ts';
import { joinPath } from './project-tree.ts';

export interface CopyEnds {
  files: BoardFilesService;
  project: ProjectService;
  copies: CopiesService;
}

/** A file that would be written over, and both contents for whoever wants to compare. */
export interface Conflict {
  /** Where it would be written. */
  path: string;
  incoming: () => Promise<Uint8Array>;
  standing: () => Promise<Uint8Array>;
}

/** Resolves to the paths to write over, or null for "do nothing at all". */
export type AskConflicts = (conflicts: readonly Conflict[]) => Promise<ReadonlySet<string> | null>;

export interface CopyOutcome {
  copied: number;
  /** Files that were there already with the same content. */
  same: number;
}

export interface CopyRequest {
  address: string;
  direction: CopyDirection;
  /** Paths of the side that is copied from. */
  sources: readonly string[];
  /** Where to, on the other side. */
  folder: string;
  /** Of a board: what Bramble itself put where, so that writing over its own work asks nothing. Brought up to date. */
  ours?: OwnWork;
}

/** SHA-256 of what Bramble last wrote, by path. */
export type OwnWork = Map<string, string>;

/** Copies files and folders with all they hold. null when the user decided against it. */
export async function copyFiles(ends: CopyEnds, request: CopyRequest, ask: AskConflicts): Promise<CopyOutcome | null> {
  const { address, direction, sources, folder, ours } = request;
  const { files, project, copies } = ends;
  const plan = await copies.plan(address, direction, [...sources], folder);
  const onBoard = (path: string) => () => files.read(address, path);
  const inProject = (path: string) => () => project.readBytes(path);
  const [incoming, standing] = direction === 'to-board' ? [inProject, onBoard] : [onBoard, inProject];
  const conflicts = plan
    .filter(({ to, target, hashes }) => target === 'differs' && ours?.get(to) !== hashes.target)
    .map(({ from, to }) => ({ path: to, incoming: incoming(from), standing: standing(to) }));
  const replaced = conflicts.length === 0 ? new Set<string>() : await ask(conflicts);
  if (replaced === null) return null;
  const kept = new Set(conflicts.map(({ path }) => path).filter((path) => !replaced.has(path)));
  const wanted = plan.filter(({ to, target }) => target !== 'same' && !kept.has(to));
  const steps = wanted.map(({ from, to, kind }): FileCopy => ({ from, to, kind }));
  if (steps.length > 0) await copies.copy(address, direction, steps);
  for (const { to, hashes } of wanted) {
    if (hashes.source !== null) ours?.set(to, hashes.source);
  }
  const countFiles = (all: readonly { kind: string }[]) => all.filter(({ kind }) => kind === 'file').length;
  return { copied: countFiles(steps), same: countFiles(plan.filter(({ target }) => target === 'same')) };
}

/** What became of it, as a sentence. `place` is "on the board" or "on this computer". */
export function outcomeSentence({ copied, same }: CopyOutcome, place: string): string {
  const files = (count: number) => (count === 1 ? '1 file' : `${count} files`);
  if (copied === 0) return same === 0 ? `The folders are ${place}.` : `Everything was ${place} already.`;
  const rest = same === 0 ? '' : ` ${files(same)} had the same content already.`;
  return `${files(copied)} ${copied === 1 ? 'is' : 'are'} ${place} now.${rest}`;
}

/** Puts files from the desktop into the project. */
export async function dropIntoProject(
  { project }: CopyEnds,
  dropped: readonly DroppedFile[],
  folder: string,
  ask: AskConflicts,
): Promise<CopyOutcome | null> {
  const listed = new Set((await project.list()).map(({ path }) => path));
  const write = (path: string, bytes: Uint8Array) => project.writeBytes(path, bytes);
  return drop({
    dropped,
    folder,
    ask,
    isThere: (path) => listed.has(path),
    read: (path) => project.readBytes(path),
    write,
  });
}

/** Puts files from the desktop onto a board. */
export async function dropOntoBoard(
  { files }: CopyEnds,
  address: string,
  dropped: readonly DroppedFile[],
  folder: string,
  ask: AskConflicts,
): Promise<CopyOutcome | null> {
  const there = new Set((await files.tree(address, folder)).map(({ path }) => joinPath(folder, path)));
  const pending: { path: string; bytes: Uint8Array }[] = [];
  const write = async (path: string, bytes: Uint8Array) => void pending.push({ path, bytes });
  const read = (path: string) => files.read(address, path);
  const outcome = await drop({ dropped, folder, ask, isThere: (path) => there.has(path), read, write });
  if (pending.length > 0) await files.writeAll(address, pending);
  return outcome;
}

interface Drop {
  dropped: readonly DroppedFile[];
  folder: string;
  ask: AskConflicts;
  isThere: (path: string) => boolean;
  read: (path: string) => Promise<Uint8Array>;
  write: (path: string, bytes: Uint8Array) => Promise<void>;
}

async function drop({ dropped, folder, ask, isThere, read, write }: Drop): Promise<CopyOutcome | null> {
  const incoming = dropped.map(({ path, bytes }) => ({ path: joinPath(folder, path), bytes }));
  const conflicts: Conflict[] = [];
  const same = new Set<string>();
  for (const { path, bytes } of incoming.filter((file) => isThere(file.path))) {
    const standing = await read(path);
    if (equal(standing, bytes)) same.add(path);
    else conflicts.push({ path, incoming: async () => bytes, standing: async () => standing });
  }
  const replaced = conflicts.length === 0 ? new Set<string>() : await ask(conflicts);
  if (replaced === null) return null;
  const refused = new Set(conflicts.map(({ path }) => path).filter((path) => !replaced.has(path)));
  const wanted = incoming.filter(({ path }) => !same.has(path) && !refused.has(path));
  for (const { path, bytes } of wanted) await write(path, bytes);
  return { copied: wanted.length, same: same.size };
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
