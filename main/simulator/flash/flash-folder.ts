/**
 * A board's flash: a folder of the computer with a Pico W's room, littlefs's manners and a board's error numbers. What is in it is what
 * was closed or synced: a board that breaks in the middle of a file leaves the one of before. Results below zero are error numbers
 * with a minus sign. Knows nothing of Python; every call is synchronous, for the board's thread.
 */
import {
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { boardErrno, errno } from '../board-errno.ts';
import type { FlashCost } from './flash-cost.ts';
import type { FlashFaults } from './flash-faults.ts';
import { boardName, boardPathParts, hostName, longestName } from './flash-names.ts';
import { blockBytes, boardEntries, entryBytes, folderBlocks, folderBytes, picoWBlocks } from './flash-space.ts';
import { OpenFile, type OpenMode } from './open-file.ts';

export interface FlashEntry {
  name: string;
  kind: 'file' | 'folder';
  /** 0 for a folder. */
  sizeBytes: number;
  /** Seconds since 1970, as the computer counts. */
  modifiedAt: number;
}

export interface FlashFolderOptions {
  /** Called whenever the board changed what is in the folder. */
  onChange?: () => void;
  cost?: FlashCost;
  faults?: FlashFaults;
  /** Ends everything: the power went while something was written. */
  losePower?: () => never;
}

/** Where a seek counts from: C's SEEK_SET, SEEK_CUR and SEEK_END. */
export type SeekOrigin = 0 | 1 | 2;

export class FlashFolder {
  readonly totalBlocks = picoWBlocks;
  readonly #root: string;
  readonly #options: FlashFolderOptions;
  readonly #open = new Map<number, OpenFile>();
  #currentFolder: string[] = [];
  /** Of what is on the flash and of what open files take beside it. */
  #used = { blocks: 0, bytes: 0 };

  /** `folder` exists. */
  constructor(folder: string, options: FlashFolderOptions = {}) {
    this.#options = options;
    this.#root = realpathSync(folder);
    this.#count();
  }

  get currentFolder(): string {
    return `/${this.#currentFolder.join('/')}`;
  }

  /** Blocks that are free, counted anew: the computer's user may have put files into the folder. */
  freeBlocks(): number {
    this.#count();
    const most = this.#faultyRoom();
    const leftOfFault = most === null ? this.totalBlocks : Math.floor((most - this.#used.bytes) / blockBytes);
    return Math.max(0, Math.min(this.totalBlocks - this.#used.blocks, leftOfFault));
  }

  /** Every file closed, and the root as current folder: what a restart leaves. */
  reset(): void {
    for (const fd of [...this.#open.keys()]) this.close(fd);
    this.#currentFolder = [];
  }

  stat(boardPath: string): FlashEntry | number {
    const found = this.#find(boardPath);
    return typeof found === 'number' ? found : entryOf(found.name, found.stats);
  }

  /** Sorted by name, as littlefs keeps them. */
  list(boardPath: string): FlashEntry[] | number {
    const found = this.#find(boardPath);
    if (typeof found === 'number') return found;
    if (!found.stats.isDirectory()) return -errno.ENOTDIR;
    return attempt(() =>
      boardEntries(found.hostPath)
        .flatMap(({ name }) => {
          const stats = lstatSync(path.join(found.hostPath, name), { throwIfNoEntry: false });
          return stats === undefined ? [] : [entryOf(boardName(name) ?? name, stats)];
        })
        .sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name))),
    );
  }

  changeFolder(boardPath: string): number {
    const found = this.#find(boardPath);
    if (typeof found === 'number') return found;
    if (!found.stats.isDirectory()) return -errno.ENOENT;
    this.#currentFolder = boardPathParts(boardPath, this.#currentFolder);
    return 0;
  }

  makeFolder(boardPath: string): number {
    const target = this.#locate(boardPath);
    if (typeof target === 'number') return target;
    if (target.stats !== undefined) return -errno.EEXIST;
    // A folder of littlefs takes two blocks, and so may its parent's growth.
    if (this.freeBlocks() < 2) return -errno.ENOSPC;
    return this.#change(() => {
      this.#program(entryBytes);
      mkdirSync(target.hostPath);
      return 0;
    });
  }

  /** A file, or an empty folder: littlefs makes no difference between `os.remove` and `os.rmdir`. */
  remove(boardPath: string): number {
    const found = this.#find(boardPath);
    if (typeof found === 'number') return found;
    if (found.hostPath === this.#root) return -errno.EINVAL;
    return this.#change(() => {
      if (found.stats.isDirectory() && boardEntries(found.hostPath).length > 0) return -errno.ENOTEMPTY;
      this.#program(entryBytes);
      this.#detach(found.hostPath);
      if (found.stats.isDirectory()) rmdirSync(found.hostPath);
      else unlinkSync(found.hostPath);
      this.#options.cost?.note('remove');
      return 0;
    });
  }

  /** Replaces a file, or an empty folder by a folder, in one step. */
  rename(from: string, to: string): number {
    const source = this.#find(from);
    if (typeof source === 'number') return source;
    const target = this.#locate(to);
    if (typeof target === 'number') return target;
    if (source.hostPath === this.#root || target.hostPath === this.#root) return -errno.EINVAL;
    if (`${target.hostPath}${path.sep}`.startsWith(`${source.hostPath}${path.sep}`)) {
      return target.hostPath === source.hostPath ? 0 : -errno.EINVAL;
    }
    if (target.stats !== undefined && target.stats.isDirectory() !== source.stats.isDirectory()) {
      return target.stats.isDirectory() ? -errno.EISDIR : -errno.ENOTDIR;
    }
    return this.#change(() => {
      this.#program(entryBytes);
      this.#detach(target.hostPath);
      if (!source.stats.isDirectory()) this.#detach(source.hostPath);
      // Windows does not rename a folder over an empty one.
      if (target.stats?.isDirectory()) rmdirSync(target.hostPath);
      renameSync(source.hostPath, target.hostPath);
      this.#moveInside(source.hostPath, target.hostPath);
      this.#options.cost?.note('rename');
      return 0;
    });
  }

  /** Opens a file and gives its number. */
  open(boardPath: string, mode: OpenMode): number {
    const target = this.#locate(boardPath);
    if (typeof target === 'number') return target;
    if (target.stats === undefined && !mode.create) return -errno.ENOENT;
    if (target.stats !== undefined && mode.exclusive) return -errno.EEXIST;
    if (target.stats?.isDirectory()) return -errno.EISDIR;
    const { hostPath, stats } = target;
    // Only the computer's user can put so much into one file; a board has no such file.
    if ((stats?.size ?? 0) > this.totalBlocks * blockBytes) return -errno.EIO;
    if (mode.write && !this.#hasRoomForEntry() && stats === undefined) return -errno.ENOSPC;
    return this.#change(() => {
      // A new file is on the flash at once, empty; what is written to it, when it is closed.
      if (stats === undefined) {
        this.#program(entryBytes);
        writeFileSync(hostPath, '', { flag: 'wx' });
        this.#options.cost?.note('create');
      }
      const file = new OpenFile(hostPath, mode, stats === undefined ? new Uint8Array() : readPlainFile(hostPath));
      const fd = this.#freeNumber();
      this.#open.set(fd, file);
      return fd;
    }, stats === undefined);
  }

  read(fd: number, target: Uint8Array): number {
    const file = this.#open.get(fd);
    return file?.mode.read ? file.read(target) : -errno.EBADF;
  }

  /** All of the bytes or, when they do not fit, none. */
  write(fd: number, bytes: Uint8Array): number {
    const file = this.#open.get(fd);
    if (!file?.mode.write) return -errno.EBADF;
    const position = file.writePosition;
    file.hasFailed = !this.#takeRoom(file, bytes.length);
    if (file.hasFailed) return -errno.ENOSPC;
    file.write(bytes);
    this.#options.cost?.noteWrite(bytes.length, position);
    this.#program(bytes.length);
    return bytes.length;
  }

  /** Moves to `offset` counted from `origin` and gives the new position. */
  seek(fd: number, offset: number, origin: SeekOrigin): number {
    const file = this.#open.get(fd);
    if (file === undefined) return -errno.EBADF;
    const start = [0, file.position, file.sizeBytes][origin] ?? 0;
    if (start + offset < 0) return -errno.EINVAL;
    file.position = start + offset;
    return file.position;
  }

  sizeOf(fd: number): number {
    return this.#open.get(fd)?.sizeBytes ?? -errno.EBADF;
  }

  /** What was written is the file's content from here on. */
  sync(fd: number): number {
    const file = this.#open.get(fd);
    return file === undefined ? -errno.EBADF : this.#commit(file);
  }

  close(fd: number): number {
    const file = this.#open.get(fd);
    if (file === undefined) return -errno.EBADF;
    this.#open.delete(fd);
    return this.#commit(file);
  }

  /** Not after a write that did not fit, nor when the file was removed or renamed meanwhile: littlefs then keeps what it had. */
  #commit(file: OpenFile): number {
    const { hostPath } = file;
    if (hostPath === null || file.hasFailed || !file.isChanged) return 0;
    return this.#change(() => {
      const { space } = file;
      this.#program(entryBytes);
      replaceFile(
        hostPath,
        file.content,
        path.join(path.dirname(this.#root), `.${path.basename(this.#root)}.being-written`),
      );
      const growth = file.noteKept();
      this.#used.blocks += growth.blocks - space.blocks;
      this.#used.bytes += growth.bytes - space.bytes;
      this.#options.cost?.note('close');
      return 0;
    });
  }

  /** Bytes are written to the flash; the power may go meanwhile, and what they stand for has not taken effect then. */
  #program(byteCount: number): void {
    if (this.#options.faults?.isPowerLostAt(byteCount)) this.#options.losePower?.();
  }

  #count(): void {
    const used = { blocks: folderBlocks(this.#root), bytes: 0 };
    if (this.#faultyRoom() !== null) used.bytes = folderBytes(this.#root);
    for (const { space } of this.#open.values()) {
      used.blocks += space.blocks;
      used.bytes += space.bytes;
    }
    this.#used = used;
  }

  /** A small file lies in its folder's metadata, and needs no block. */
  #hasRoomForEntry(): boolean {
    this.#count();
    return this.#used.blocks < this.totalBlocks && this.#used.bytes < (this.#faultyRoom() ?? Number.POSITIVE_INFINITY);
  }

  #faultyRoom(): number | null {
    return this.#options.faults?.mostBytes ?? null;
  }

  /** Whether so many bytes more fit into the file; they count as used then. */
  #takeRoom(file: OpenFile, byteCount: number): boolean {
    const [now, then] = [file.space, file.spaceAfter(byteCount)];
    const blocks = this.#used.blocks + then.blocks - now.blocks;
    if (then.blocks > now.blocks && blocks > this.totalBlocks) return false;
    const most = this.#faultyRoom();
    // It may have been ordered after the files were counted.
    if (most !== null) this.#count();
    const bytes = this.#used.bytes + then.bytes - now.bytes;
    if (most !== null && then.bytes > now.bytes && bytes > most) return false;
    this.#used = { blocks, bytes };
    return true;
  }

  /** Files open there lose their place on the flash. */
  #detach(hostPath: string): void {
    for (const file of this.#open.values()) if (file.hostPath === hostPath) file.hostPath = null;
  }

  /** Files open in a folder go with it. */
  #moveInside(from: string, to: string): void {
    for (const file of this.#open.values()) {
      if (file.hostPath?.startsWith(`${from}${path.sep}`)) file.hostPath = `${to}${file.hostPath.slice(from.length)}`;
    }
  }

  #change(act: () => number, changes = true): number {
    const result = attempt(act);
    if (result >= 0 && changes) this.#options.onChange?.();
    return result;
  }

  #freeNumber(): number {
    let fd = 0;
    while (this.#open.has(fd)) fd++;
    return fd;
  }

  #find(boardPath: string): { hostPath: string; name: string; stats: Stats } | number {
    const { hostPath, name, stats, problem } = this.#walk(boardPath);
    return stats === undefined ? -(problem ?? errno.ENOENT) : { hostPath, name, stats };
  }

  /** Like #find, but the last part may be missing. */
  #locate(boardPath: string): { hostPath: string; stats: Stats | undefined } | number {
    const { hostPath, stats, problem } = this.#walk(boardPath);
    return problem === undefined ? { hostPath, stats } : -problem;
  }

  /**
   * Walks down from the root and looks at each part: what is neither a plain file nor a folder (a link, a device) does not
   * exist for the board, so nothing leads out of the root.
   */
  #walk(boardPath: string): { hostPath: string; name: string; stats: Stats | undefined; problem?: number } {
    const parts = boardPathParts(boardPath, this.#currentFolder);
    let hostPath = this.#root;
    let stats: Stats | undefined = lstatSync(hostPath, { throwIfNoEntry: false });
    const name = parts.at(-1) ?? '/';
    for (const part of parts) {
      if (stats === undefined) return { hostPath, name, stats, problem: errno.ENOENT };
      if (!stats.isDirectory()) return { hostPath, name, stats: undefined, problem: errno.ENOTDIR };
      const nameInHost = hostName(part);
      const tooLong = Buffer.byteLength(part) > longestName || Buffer.byteLength(nameInHost) > longestName;
      if (tooLong) return { hostPath, name, stats: undefined, problem: errno.ENAMETOOLONG };
      if (boardName(nameInHost) !== part) return { hostPath, name, stats: undefined, problem: errno.EINVAL };
      hostPath = path.join(hostPath, nameInHost);
      stats = lstatSync(hostPath, { throwIfNoEntry: false });
      if (stats !== undefined && !stats.isFile() && !stats.isDirectory()) {
        return { hostPath, name, stats: undefined, problem: errno.ENOENT };
      }
    }
    return { hostPath, name, stats };
  }
}

const entryOf = (name: string, stats: Stats): FlashEntry => ({
  name,
  kind: stats.isDirectory() ? 'folder' : 'file',
  sizeBytes: stats.isDirectory() ? 0 : stats.size,
  modifiedAt: Math.floor(stats.mtimeMs / 1000),
});

function attempt<T>(act: () => T): T | number {
  try {
    return act();
  } catch (error) {
    return -boardErrno(error);
  }
}

/** A link that appeared since it was looked at is not followed out of the folder (Windows has no such flag). */
function readPlainFile(hostPath: string): Uint8Array {
  const handle = openSync(hostPath, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    return readFileSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** In one step where the computer can, so that the file of before is there until the new one is. */
function replaceFile(hostPath: string, content: Uint8Array, besideFolder: string): void {
  try {
    rmSync(besideFolder, { force: true });
    writeFileSync(besideFolder, content, { flag: 'wx' });
    renameSync(besideFolder, hostPath);
  } catch {
    // The folder's own may be another file system, or not ours to write to.
    attempt(() => rmSync(besideFolder, { force: true }));
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | (constants.O_NOFOLLOW ?? 0);
    const handle = openSync(hostPath, flags, 0o666);
    try {
      writeFileSync(handle, content);
    } finally {
      closeSync(handle);
    }
  }
}
