/**
 * Brings a folder on a board in step with files of elsewhere: compares in one round trip, sends what differs, all of it visible
 * together. It knows nothing of this computer's folders, of terminals and of snapshots: they come in.
 */
import type { OperationOptions } from '../board-operations.ts';
import { boardFolderOf, normaliseBoardPath } from '../board-path.ts';
import { syncDoesNotFit } from '../file-errors.ts';
import type { BoardFiles, BoardManifest } from '../files.ts';
import type { Progress } from '../read-file.ts';
import { planSync, type SyncEntry, type SyncPlan } from '../transfer/sync-plan.ts';
import { type BoardChange, neededBytes } from './board-change.ts';

/** The files that the board is to have. */
export interface SyncSource {
  /** A folder before what it holds. */
  entries: readonly SyncEntry[];
  read: (path: string) => Promise<Uint8Array>;
}

export interface SyncOptions extends OperationOptions {
  /** On the board, absolute. Made if it is not there. */
  target: string;
  /** Whether the board loses what the source does not have. */
  remove: boolean;
  /** Writes one file after the other, each whole or not at all, for a flash that cannot hold the old and the new ones. */
  inPlace?: boolean;
  /** What of the board takes no part, by its path below the target. */
  isLeftOut: (path: string, kind: SyncEntry['kind']) => boolean;
  onProgress?: Progress;
  /** Before anything is changed: what is lost by it can still be read. */
  beforeChange?: (change: PlannedChange) => Promise<void>;
}

/** Paths are absolute. */
export interface PlannedChange {
  /** Files that are replaced or removed. */
  lost: string[];
  /** Folders that are removed. */
  lostFolders: string[];
  /** Files and folders that were not there. */
  added: { path: string; kind: SyncEntry['kind'] }[];
}

export interface SyncPlanned {
  plan: SyncPlan;
  /** Makes the plan true. */
  perform: () => Promise<void>;
}

/** Compares. Rejects when the plan cannot be performed: something is in the way, or the flash has no room. */
export async function planBoardSync(files: BoardFiles, source: SyncSource, options: SyncOptions): Promise<SyncPlanned> {
  const target = normaliseBoardPath(options.target);
  const manifest = await files.manifest(target, options);
  const present = manifest.entries.filter(({ path, kind }) => !options.isLeftOut(path, kind));
  const plan = planSync(source.entries, present, options);
  keepLeftOut(plan, manifest, options);
  const room = neededBytes(
    plan.send.map(({ sizeBytes }) => sizeBytes),
    manifest.blockBytes,
  );
  const onlyOne = plan.send.length === 1;
  if (room > manifest.freeBytes && !(options.inPlace ?? false)) throw syncDoesNotFit(room, manifest.freeBytes);
  const absolute = (path: string) => `${target === '/' ? '' : target}/${path}`;
  const perform = async () => {
    if (plan.send.length === 0 && plan.remove.length === 0) return;
    await options.beforeChange?.(lossOf(plan, present, absolute));
    const change = await changeOf(plan, source, { target, absolute, madeBefore: manifest.entries.length > 0 });
    if (options.inPlace === true || (onlyOne && plan.remove.length === 0)) await changeInPlace(files, change, options);
    else await files.change(change, options);
  };
  return { plan, perform };
}

/** A folder that is to go but holds what takes no part stays, without the rest. */
function keepLeftOut(plan: SyncPlan, { entries }: BoardManifest, { isLeftOut }: SyncOptions): void {
  const kept = entries.filter(({ path, kind }) => isLeftOut(path, kind)).map(({ path }) => path);
  const holdsKept = (path: string) => kept.some((other) => other.startsWith(`${path}/`));
  const blocked = plan.remove.filter(({ path, kind }) => kind === 'folder' && holdsKept(path));
  for (const folder of blocked) {
    const inside = entries.filter(
      ({ path, kind }) => path.startsWith(`${folder.path}/`) && !isLeftOut(path, kind) && !holdsKept(path),
    );
    const outermost = inside.filter(({ path }) => !inside.some((other) => path.startsWith(`${other.path}/`)));
    plan.remove.splice(plan.remove.indexOf(folder), 1, ...outermost);
  }
}

function lossOf(plan: SyncPlan, present: readonly SyncEntry[], absolute: (path: string) => string): PlannedChange {
  const there = new Map(present.map((entry) => [entry.path, entry]));
  const gone = (path: string) => plan.remove.some((entry) => entry.path === path || path.startsWith(`${entry.path}/`));
  const replaced = plan.send.filter(({ path, kind }) => kind === 'file' && there.get(path)?.kind === 'file');
  const removed = present.filter(({ path }) => gone(path));
  return {
    lost: [...removed.filter(({ kind }) => kind === 'file'), ...replaced].map(({ path }) => absolute(path)),
    lostFolders: removed.filter(({ kind }) => kind === 'folder').map(({ path }) => absolute(path)),
    added: plan.send
      .filter(({ path }) => !there.has(path) || gone(path))
      .map(({ path, kind }) => ({ path: absolute(path), kind })),
  };
}

interface Placing {
  target: string;
  absolute: (path: string) => string;
  /** Whether the target is known to be there. */
  madeBefore: boolean;
}

async function changeOf(
  plan: SyncPlan,
  source: SyncSource,
  { target, absolute, madeBefore }: Placing,
): Promise<BoardChange> {
  const files: { path: string; bytes: Uint8Array }[] = [];
  for (const { path, kind } of plan.send) {
    if (kind === 'file') files.push({ path: absolute(path), bytes: await source.read(path) });
  }
  const folders = plan.send.filter(({ kind }) => kind === 'folder').map(({ path }) => absolute(path));
  return {
    remove: plan.remove.map(({ path, kind }) => ({ path: absolute(path), kind })),
    folders: [...(madeBefore ? [] : foldersTo(target)), ...folders],
    files,
  };
}

/** The folder and those above it, the outermost first. */
function foldersTo(folder: string): string[] {
  return folder === '/' ? [] : [...foldersTo(boardFolderOf(folder)), folder];
}

async function changeInPlace(files: BoardFiles, change: BoardChange, options: SyncOptions): Promise<void> {
  for (const { path } of change.remove) await files.remove(path, options);
  await files.writeAll(
    [
      ...change.folders.map((path) => ({ kind: 'folder' as const, path })),
      ...change.files.map((file) => ({ kind: 'file' as const, ...file })),
    ],
    options,
  );
}
