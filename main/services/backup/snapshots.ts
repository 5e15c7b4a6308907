/**
 * What a board loses by a sync, kept in the data folder until it is asked back: for each change an archive of the files that were
 * replaced or removed, and a list of what was new. A bounded number for each board.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { BrambleError } from '../../../app/base/index.ts';
import type { BoardChange, BoardFiles, BoardSession, PlannedChange } from '../../../app/board/index.ts';
import { type BackupOptions, readEntries } from './board-backup.ts';
import { packTar, readTar } from './tar-archive.ts';

/** A few syncs of a working day. */
const keptOfABoard = 20;

const noteSchema = z.object({
  takenAt: z.string(),
  lostFolders: z.array(z.string()),
  added: z.array(z.object({ path: z.string(), kind: z.enum(['file', 'folder']) })),
});

export interface UndoneChange {
  takenAt: Date;
  restored: number;
  removed: number;
}

export class Snapshots {
  readonly #folder: string;

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'snapshots');
  }

  /** Keeps what the change takes away. */
  async take(board: BoardOfSnapshots, change: PlannedChange, options: BackupOptions = {}): Promise<void> {
    const { lost, lostFolders, added } = change;
    const relative = lost.map((path) => ({ path: path.slice(1), kind: 'file' as const }));
    const tar = await packTar(await readEntries(board.files, relative, options), new Date());
    const folder = await this.#folderOf(board);
    const takenAt = new Date().toISOString();
    // In the order of time, also within a millisecond.
    const number = Number((await namesIn(folder)).at(-1)?.split('-').at(-2) ?? -1) + 1;
    const name = `${takenAt.replaceAll(':', '-')}-${String(number).padStart(4, '0')}-${randomUUID().slice(0, 4)}`;
    await writeFile(join(folder, `${name}.tar`), tar);
    // The note makes it count.
    await writeFile(join(folder, `${name}.part`), JSON.stringify({ takenAt, lostFolders, added }));
    await rename(join(folder, `${name}.part`), join(folder, `${name}.json`));
    for (const old of (await namesIn(folder)).slice(0, -keptOfABoard)) await drop(folder, old);
  }

  /** Takes the last change back that was made to this board, and forgets it. Rejects with `usage` when there is none. */
  async undo(board: BoardOfSnapshots, options: BackupOptions = {}): Promise<UndoneChange> {
    const folder = await this.#folderOf(board);
    const name = (await namesIn(folder)).at(-1);
    if (name === undefined) {
      throw new BrambleError('usage', 'There is nothing to undo: no sync of this computer has changed this board.');
    }
    const note = noteSchema.parse(JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8')));
    const archive = await readTar(await readFile(join(folder, `${name}.tar`)));
    const files = archive.flatMap((entry) =>
      entry.kind === 'file' ? [{ path: `/${entry.path}`, bytes: entry.bytes }] : [],
    );
    const { entries } = await board.files.manifest('/', options);
    const change: BoardChange = {
      remove: removable(note.added, new Map(entries.map(({ path, kind }) => [`/${path}`, kind]))),
      folders: [...new Set([...files.flatMap(({ path }) => foldersAbove(path)), ...note.lostFolders])].sort(byDepth),
      files,
    };
    await board.files.change(change, options);
    await drop(folder, name);
    return { takenAt: new Date(note.takenAt), restored: files.length, removed: change.remove.length };
  }

  async #folderOf({ session }: BoardOfSnapshots): Promise<string> {
    const { output } = await session.exec(idSource);
    const id = Buffer.from(output).toString('latin1').trim();
    const folder = join(this.#folder, /^[0-9a-f]{2,64}$/.test(id) ? id : session.address.replace(/[^\w.-]/g, '_'));
    await mkdir(folder, { recursive: true });
    return folder;
  }
}

export interface BoardOfSnapshots {
  session: BoardSession;
  files: BoardFiles;
}

const idSource = `__import__('sys').stdout.write(__import__('binascii').hexlify(__import__('machine').unique_id()).decode())\n`;

/** What was new, as far as it is there: a folder only when nothing else has come into it. */
function removable(
  added: PlannedChange['added'],
  present: ReadonlyMap<string, 'file' | 'folder'>,
): BoardChange['remove'] {
  const ours = new Set(added.map(({ path }) => path));
  const holdsOthers = (folder: string) =>
    [...present.keys()].some((path) => path.startsWith(`${folder}/`) && !ours.has(path));
  const gone = added.filter(({ path, kind }) => present.get(path) === kind && (kind === 'file' || !holdsOthers(path)));
  return gone.filter(({ path }) => !gone.some((other) => path.startsWith(`${other.path}/`)));
}

function foldersAbove(path: string): string[] {
  const parts = path.split('/').slice(1, -1);
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`);
}

function byDepth(a: string, b: string): number {
  return a.split('/').length - b.split('/').length;
}

/** Without endings, the oldest first. */
async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();
}

async function drop(folder: string, name: string): Promise<void> {
  await rm(join(folder, `${name}.json`), { force: true });
  await rm(join(folder, `${name}.tar`), { force: true });
}
