/** All files of a board in an archive, and from an archive back to a board. */
import { createHash } from 'node:crypto';
import { BrambleError } from '../../../app/base/index.ts';
import {
  type BoardFiles,
  type PlannedChange,
  planBoardSync,
  type SyncEntry,
  type SyncSource,
} from '../../../app/board/index.ts';
import { type ArchiveEntry, packTar, readTar } from './tar-archive.ts';

export interface BackupOptions {
  signal?: AbortSignal;
  onProgress?: (doneBytes: number, totalBytes: number) => void;
}

/** Everything on the board's own flash, hidden files included. */
export async function backUpBoard(
  files: BoardFiles,
  options: BackupOptions = {},
): Promise<{ tar: Uint8Array; fileCount: number }> {
  const { entries } = await files.manifest('/', options);
  const archive = await readEntries(files, entries, options);
  const fileCount = archive.filter(({ kind }) => kind === 'file').length;
  return { tar: await packTar(archive, new Date()), fileCount };
}

/** Reads what `entries` name, and keeps their order. */
export async function readEntries(
  files: BoardFiles,
  entries: readonly Pick<SyncEntry, 'path' | 'kind'>[],
  options: BackupOptions,
): Promise<ArchiveEntry[]> {
  const contents = new Map<string, Uint8Array>();
  const paths = entries.filter(({ kind }) => kind === 'file').map(({ path }) => `/${path}`);
  const onFile = (path: string, bytes: Uint8Array) => void contents.set(path, bytes);
  if (paths.length > 0) await files.readAll(paths, { ...options, onFile });
  return entries.map(({ path, kind }): ArchiveEntry => {
    if (kind === 'folder') return { kind, path };
    return { kind, path, bytes: contents.get(`/${path}`) ?? new Uint8Array() };
  });
}

export interface RestoreOptions extends BackupOptions {
  /** Whether files go that the archive does not have. */
  remove: boolean;
  beforeChange?: (change: PlannedChange) => Promise<void>;
}

/** Puts the files of an archive on the board, all visible together; what is the same is not sent. */
export async function restoreBoard(files: BoardFiles, tar: Uint8Array, options: RestoreOptions) {
  const source = sourceOf(await readTar(tar));
  const { plan, perform } = await planBoardSync(files, source, { target: '/', isLeftOut: () => false, ...options });
  await perform();
  return plan;
}

function sourceOf(archive: readonly ArchiveEntry[]): SyncSource {
  const contents = new Map<string, Uint8Array>();
  const entries = new Map<string, SyncEntry>();
  for (const entry of archive) {
    // An archive need not name the folders above its files.
    const parts = entry.path.split('/');
    for (const [index] of parts.slice(1).entries()) addFolder(entries, parts.slice(0, index + 1).join('/'));
    if (entry.kind === 'folder') {
      addFolder(entries, entry.path);
      continue;
    }
    const { path, kind, bytes } = entry;
    contents.set(path, bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    entries.set(path, { path, kind, sha256, sizeBytes: bytes.length });
  }
  return { entries: [...entries.values()], read: async (path) => contents.get(path) ?? new Uint8Array() };
}

function addFolder(entries: Map<string, SyncEntry>, path: string): void {
  if (entries.get(path)?.kind === 'file') {
    throw new BrambleError('file-unreadable', `The archive holds ${path} as a file and as a folder.`);
  }
  if (!entries.has(path)) entries.set(path, { path, kind: 'folder', sha256: '', sizeBytes: 0 });
}
