/**
 * The simulated boards that processes of this user offer to others: one JSON file a process and board in the data folder. A
 * process that was killed leaves its file; whoever looks next takes it away.
 */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Disposable, toDisposable } from '../../app/base/index.ts';
import { isAlive } from './processes.ts';

export interface OfferedBoard {
  /** The name in `sim:NAME`. */
  name: string;
  /** `tcp:127.0.0.1:2217`, null when it is not offered so. */
  tcp: string | null;
  /** `/dev/pts/5`, null when it is not offered so. */
  pty: string | null;
  /** The folder that is its flash. */
  flash: string;
  /** The process that runs the board. */
  pid: number;
}

/** Lets other processes find the board until the Disposable ends. */
export async function offerBoard(dataFolder: string, board: Omit<OfferedBoard, 'pid'>): Promise<Disposable> {
  const folder = folderIn(dataFolder);
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${process.pid}-${randomUUID().slice(0, 8)}.json`);
  // Whoever reads must not find half a file.
  await writeFile(`${file}.part`, JSON.stringify({ ...board, pid: process.pid }));
  await rename(`${file}.part`, file);
  return toDisposable(() => rmSync(file, { force: true }));
}

/** The boards that living processes offer, by name and process; files that dead ones left are removed. */
export async function listOfferedBoards(dataFolder: string): Promise<OfferedBoard[]> {
  const folder = folderIn(dataFolder);
  const names = await readdir(folder).catch(() => []);
  const boards = await Promise.all(names.map((name) => read(join(folder, name), name)));
  return boards
    .filter((board) => board !== null)
    .sort((a, b) => (a.name === b.name ? a.pid - b.pid : a.name < b.name ? -1 : 1));
}

async function read(file: string, name: string): Promise<OfferedBoard | null> {
  const pid = Number(/^(\d+)-[0-9a-f]+\.json(\.part)?$/.exec(name)?.[1]);
  if (!Number.isInteger(pid)) return null;
  if (!isAlive(pid)) {
    await rm(file, { force: true });
    return null;
  }
  if (name.endsWith('.part')) return null;
  try {
    const board: unknown = JSON.parse(await readFile(file, 'utf8'));
    return isOfferedBoard(board) ? board : null;
  } catch {
    // It was taken away between the two looks, or is not of this Bramble's making.
    return null;
  }
}

function isOfferedBoard(value: unknown): value is OfferedBoard {
  if (typeof value !== 'object' || value === null) return false;
  const { name, tcp, pty, flash, pid } = value as Partial<Record<keyof OfferedBoard, unknown>>;
  const textOrNull = (part: unknown) => part === null || typeof part === 'string';
  return (
    typeof name === 'string' &&
    textOrNull(tcp) &&
    textOrNull(pty) &&
    typeof flash === 'string' &&
    typeof pid === 'number'
  );
}

function folderIn(dataFolder: string): string {
  return join(dataFolder, 'offered');
}
