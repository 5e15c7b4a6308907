/**
 * A board's flash: a folder of the computer with a Pico W's room, littlefs's manners and a board's error numbers. Results below
 * zero are error numbers with a minus sign. Knows nothing of Python; every call is synchronous, for the board's thread.
 */
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmdirSync,
  type Stats,
  unlinkSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { boardErrno, errno } from './board-errno.ts';
import type { FlashCost } from './flash-cost.ts';
import { boardName, boardPathParts, hostName, longestName } from './flash-names.ts';
import { boardEntries, fileBlocks, folderBlocks, picoWBlocks } from './flash-space.ts';

export interface FlashEntry {
  name: string;
  kind: 'file' | 'folder';
  /** 0 for a folder. */
  sizeBytes: number;
  /** Seconds since 1970, as the computer counts. */
  modifiedAt: number;
}

export interface OpenMode {
  read: boolean;
  write: boolean;
  create: boolean;
  exclusive: boolean;
  truncate: boolean;
  append: boolean;
}

interface OpenFile {
  handle: number;
  position: number;
  mode: OpenMode;
  isChanged: boolean;
}

/** Where a seek counts from: C's SEEK_SET, SEEK_CUR and SEEK_END. */
export type SeekOrigin = 0 | 1 | 2;

export class FlashFolder {
  readonly totalBlocks = picoWBlocks;
  readonly #root: string;
  readonly #onChange: () => void;
  readonly #cost: FlashCost | undefined;
  readonly #open = new Map<number, OpenFile>();
  #currentFolder: string[] = [];
  #usedBlocks = 0;

  /** `folder` exists. `onChange` is called whenever the board changed what is in it. */
  constructor(folder: string, onChange: () => void = () => {}, cost?: FlashCost) {
    this.#cost = cost;
    this.#root = realpathSync(folder);
    this.#onChange = onChange;
    this.#usedBlocks = folderBlocks(this.#root);
  }

  get currentFolder(): string {
    return `/${this.#currentFolder.join('/')}`;
  }

  /** Blocks that are free, counted anew: the computer's user may have put files into the folder. */
  freeBlocks(): number {
    this.#usedBlocks = folderBlocks(this.#root);
    return Math.max(0, this.totalBlocks - this.#usedBlocks);
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
      if (!found.stats.isDirectory()) unlinkSync(found.hostPath);
      else if (boardEntries(found.hostPath).length > 0) return -errno.ENOTEMPTY;
      else rmdirSync(found.hostPath);
      this.#cost?.note('remove');
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
      // Windows does not rename a folder over an empty one.
      if (target.stats?.isDirectory()) rmdirSync(target.hostPath);
      renameSync(source.hostPath, target.hostPath);
      this.#cost?.note('rename');
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
    if (mode.write && this.freeBlocks() === 0 && target.stats === undefined) return -errno.ENOSPC;
    return this.#change(() => {
      let flags = mode.write ? constants.O_RDWR : constants.O_RDONLY;
      if (mode.create) flags |= constants.O_CREAT;
      if (mode.truncate) flags |= constants.O_TRUNC;
      // A link that appeared since it was looked at does not lead out of the folder (Windows has no such flag).
      flags |= constants.O_NOFOLLOW ?? 0;
      const handle = openSync(target.hostPath, flags, 0o666);
      if (target.stats === undefined) this.#cost?.note('create');
      if (mode.truncate) this.#usedBlocks -= fileBlocks(target.stats?.size ?? 0);
      const fd = this.#freeNumber();
      this.#open.set(fd, {
        handle,
        position: 0,
        mode,
        isChanged: mode.write && (mode.truncate || target.stats === undefined),
      });
      return fd;
    }, mode.create || mode.truncate);
  }

  read(fd: number, target: Uint8Array): number {
    const file = this.#open.get(fd);
    if (!file?.mode.read) return -errno.EBADF;
    return attempt(() => {
      const count = readSync(file.handle, target, 0, target.length, file.position);
      file.position += count;
      return count;
    });
  }

  /** All of the bytes or, when they do not fit, none. */
  write(fd: number, bytes: Uint8Array): number {
    const file = this.#open.get(fd);
    if (!file?.mode.write) return -errno.EBADF;
    return this.#change(() => {
      const sizeBytes = fstatSync(file.handle).size;
      const position = file.mode.append ? sizeBytes : file.position;
      const end = Math.max(sizeBytes, position + bytes.length);
      const growth = fileBlocks(end) - fileBlocks(sizeBytes);
      if (growth > 0 && this.#usedBlocks + growth > this.totalBlocks) return -errno.ENOSPC;
      this.#usedBlocks += growth;
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(file.handle, bytes, done, bytes.length - done, position + done);
      }
      file.position = position + bytes.length;
      file.isChanged = true;
      this.#cost?.noteWrite(bytes.length, position);
      return bytes.length;
    });
  }

  /** Moves to `offset` counted from `origin` and gives the new position. */
  seek(fd: number, offset: number, origin: SeekOrigin): number {
    const file = this.#open.get(fd);
    if (file === undefined) return -errno.EBADF;
    return attempt(() => {
      const start = [0, file.position, origin === 2 ? fstatSync(file.handle).size : 0][origin] ?? 0;
      if (start + offset < 0) return -errno.EINVAL;
      file.position = start + offset;
      return file.position;
    });
  }

  truncate(fd: number, sizeBytes: number): number {
    const file = this.#open.get(fd);
    if (!file?.mode.write) return -errno.EBADF;
    return this.#change(() => {
      ftruncateSync(file.handle, sizeBytes);
      return 0;
    });
  }

  sizeOf(fd: number): number {
    const file = this.#open.get(fd);
    return file === undefined ? -errno.EBADF : attempt(() => fstatSync(file.handle).size);
  }

  sync(fd: number): number {
    const file = this.#open.get(fd);
    if (file === undefined) return -errno.EBADF;
    return attempt(() => {
      fsyncSync(file.handle);
      return 0;
    });
  }

  close(fd: number): number {
    const file = this.#open.get(fd);
    if (file === undefined) return -errno.EBADF;
    this.#open.delete(fd);
    if (file.isChanged) this.#cost?.note('close');
    return attempt(() => {
      closeSync(file.handle);
      return 0;
    });
  }

  #change(act: () => number, changes = true): number {
    const result = attempt(act);
    if (result >= 0 && changes) this.#onChange();
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
