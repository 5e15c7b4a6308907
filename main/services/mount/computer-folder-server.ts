/**
 * Answers a board's questions about a mounted folder of this computer. No path, and no link, leads out of the folder: what lies outside
 * is not there. Files are read as they were when they were opened.
 */
import { type FileHandle, lstat, mkdir, open, readdir, realpath, rename, rm, rmdir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { MountAnswer, MountedFolder, MountQuestion } from '../../../app/board/index.ts';
import { BoardErrno } from './board-errno.ts';

const folderMode = 0x4000;
const fileMode = 0x8000;
/** A board has room for few; a program that never closes must not use up this computer's. */
const mostOpen = 64;
const largestRead = 64 * 1024;

type OpenFile = { kind: 'read'; bytes: Uint8Array; at: number } | { kind: 'write'; file: FileHandle; at: number };

export class ComputerFolderServer implements MountedFolder {
  readonly #root: string;
  readonly #open = new Map<number, OpenFile>();
  #nextNumber = 1;

  private constructor(root: string) {
    this.#root = root;
  }

  /** Rejects with what `realpath` says when there is no such folder. */
  static async of(folder: string): Promise<ComputerFolderServer> {
    return new ComputerFolderServer(await realpath(folder));
  }

  async answer({ head: [operation, ...args], body }: MountQuestion): Promise<MountAnswer | null> {
    try {
      return await this.#perform(String(operation), args, body);
    } catch (error) {
      return { head: BoardErrno.of(error) };
    }
  }

  async dispose(): Promise<void> {
    for (const number of [...this.#open.keys()]) await this.#close(number);
  }

  async #perform(operation: string, args: unknown[], body: Uint8Array): Promise<MountAnswer | null> {
    const [first, second, third] = args;
    const path = String(first);
    switch (operation) {
      case 'stat':
        return this.#stat(path);
      case 'list':
        return { head: await this.#list(path) };
      case 'chdir':
        return { head: [await this.#chdir(path)] };
      case 'open':
        return this.#openFile(path, String(second), Number(third));
      case 'read':
        return { head: [], body: await this.#read(this.#opened(first), Number(second)) };
      case 'write':
        await this.#write(this.#opened(first), body);
        return { head: [] };
      case 'seek':
        return { head: await this.#seek(this.#opened(first), Number(second), Number(third)) };
      case 'close':
        return (await this.#close(Number(first))) === 'write' ? { head: [] } : null;
      case 'mkdir':
        await mkdir(await this.#newPath(path));
        return { head: [] };
      case 'remove':
        await this.#remove(path);
        return { head: [] };
      case 'rmdir':
        await rmdir(await this.#existing(path));
        return { head: [] };
      case 'rename':
        await rename(await this.#existing(path), await this.#newPath(String(second)));
        return { head: [] };
      default:
        throw new BoardErrno(22);
    }
  }

  /** A missing module's file is told along: an import asks for the folder of that name first. */
  async #stat(path: string): Promise<MountAnswer> {
    const found = await this.#found(path);
    if (found !== null) return { head: found };
    const file = await this.#found(`${path}.py`);
    return { head: [0, file === null ? null : [`${path}.py`, ...file]] };
  }

  async #found(path: string): Promise<[number, number, number] | null> {
    try {
      const { size, mtimeMs, isFolder } = await look(await this.#existing(path));
      return [isFolder ? folderMode : fileMode, isFolder ? 0 : size, Math.floor(mtimeMs / 1000)];
    } catch (error) {
      if ([2, 20].includes(BoardErrno.of(error))) return null;
      throw error;
    }
  }

  async #list(path: string): Promise<[string, number, number][]> {
    const folder = await this.#existing(path);
    const entries: [string, number, number][] = [];
    for (const name of (await readdir(folder)).sort()) {
      const found = await this.#found(`${path}/${name}`);
      if (found !== null) entries.push([name, found[0], found[1]]);
    }
    return entries;
  }

  /** The path without `.` and `..`, for the board to remember. */
  async #chdir(path: string): Promise<string> {
    const folder = await this.#existing(path);
    if (!(await look(folder)).isFolder) throw new BoardErrno(20);
    const parts = partsOf(path);
    return parts.length === 0 ? '' : `/${parts.join('/')}`;
  }

  async #openFile(path: string, mode: string, readAhead: number): Promise<MountAnswer> {
    if (!/^[rwax](b|t|\+)*$/.test(mode)) throw new BoardErrno(22);
    if (this.#open.size >= mostOpen) throw new BoardErrno(24);
    const number = this.#nextNumber++;
    if (mode.startsWith('r') && !mode.includes('+')) {
      const bytes = await readWhole(await this.#existing(path));
      const ahead = bytes.subarray(0, Math.min(readAhead, largestRead));
      this.#open.set(number, { kind: 'read', bytes, at: ahead.length });
      return { head: [number, bytes.length], body: ahead };
    }
    const flags = mode.replace(/[bt]/g, '');
    const target = mode.startsWith('r') ? await this.#existing(path) : await this.#newPath(path);
    const file = await open(target, flags.startsWith('x') ? flags.replace('x', 'wx') : flags);
    const { size } = await file.stat();
    this.#open.set(number, { kind: 'write', file, at: mode.startsWith('a') ? size : 0 });
    return { head: [number, size] };
  }

  #opened(number: unknown): OpenFile {
    const file = this.#open.get(Number(number));
    if (file === undefined) throw new BoardErrno(9);
    return file;
  }

  async #read(open: OpenFile, wanted: number): Promise<Uint8Array> {
    const count = Math.max(0, Math.min(wanted, largestRead));
    if (open.kind === 'read') {
      const bytes = open.bytes.subarray(open.at, open.at + count);
      open.at += bytes.length;
      return bytes;
    }
    const { bytesRead, buffer } = await open.file.read(new Uint8Array(count), 0, count, open.at);
    open.at += bytesRead;
    return buffer.subarray(0, bytesRead);
  }

  async #write(open: OpenFile, bytes: Uint8Array): Promise<void> {
    if (open.kind === 'read') throw new BoardErrno(9);
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await open.file.write(bytes, done, bytes.length - done, open.at + done);
      done += bytesWritten;
    }
    open.at += bytes.length;
  }

  /** The new position, and how much of the file comes after it. */
  async #seek(open: OpenFile, offset: number, whence: number): Promise<[number, number]> {
    const size = open.kind === 'read' ? open.bytes.length : (await open.file.stat()).size;
    const from = [0, open.at, size][whence];
    if (from === undefined || from + offset < 0) throw new BoardErrno(22);
    open.at = from + offset;
    return [open.at, Math.max(0, size - open.at)];
  }

  async #close(number: number): Promise<OpenFile['kind']> {
    const open = this.#open.get(number);
    this.#open.delete(number);
    if (open?.kind === 'write') await open.file.close();
    return open?.kind ?? 'read';
  }

  async #remove(path: string): Promise<void> {
    const target = await this.#newPath(path);
    // A link is removed itself.
    const { isDirectory } = await lstat(target).then((found) => ({ isDirectory: found.isDirectory() }));
    if (isDirectory) throw new BoardErrno(21);
    await rm(target);
  }

  /** Where the path leads, inside the folder. */
  async #existing(path: string): Promise<string> {
    return this.#inside(await realpath(join(this.#root, ...partsOf(path))));
  }

  /** A path whose last part need not be there; a link of that name that leads out is as absent as what is outside. */
  async #newPath(path: string): Promise<string> {
    const parts = partsOf(path);
    const name = parts.pop();
    if (name === undefined) throw new BoardErrno(22);
    const target = join(await this.#existing(parts.join('/')), name);
    const isLink = await lstat(target).then(
      (found) => found.isSymbolicLink(),
      () => false,
    );
    if (isLink) await this.#existing(path);
    return target;
  }

  #inside(real: string): string {
    if (real === this.#root || real.startsWith(this.#root.endsWith(sep) ? this.#root : `${this.#root}${sep}`))
      return real;
    throw new BoardErrno(2);
  }
}

/** As littlefs resolves a path: by its text, and never above the top. */
function partsOf(path: string): string[] {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part.includes('\0') || (sep === '\\' && /[\\:]/.test(part))) throw new BoardErrno(22);
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts;
}

async function look(path: string): Promise<{ size: number; mtimeMs: number; isFolder: boolean }> {
  const found = await stat(path);
  // A pipe would be waited for, a device be read without end.
  if (!found.isDirectory() && !found.isFile()) throw new BoardErrno(2);
  return { size: found.size, mtimeMs: found.mtimeMs, isFolder: found.isDirectory() };
}

async function readWhole(path: string): Promise<Uint8Array> {
  if ((await look(path)).isFolder) throw new BoardErrno(21);
  const file = await open(path);
  try {
    return await file.readFile();
  } finally {
    await file.close();
  }
}
