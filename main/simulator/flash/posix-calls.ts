/**
 * The file and stream calls that the interpreter's C library imports, answered from a flash folder and a console. Layouts are
 * those of the C library in the image (musl for wasm32); error numbers are a board's, which the library passes through.
 */
import { boardErrno, errno, wasiInterrupted } from '../board-errno.ts';
import type { InterpreterImports } from '../interpreter/interpreter.ts';
import { heapQuestionFd } from '../interpreter/metered-heap.ts';
import type { FlashEntry, FlashFolder, SeekOrigin } from './flash-folder.ts';
import { blockBytes } from './flash-space.ts';
import type { OpenMode } from './open-file.ts';

/**
 * File numbers. The image uses 0 to 2; 3 to 5 are given at start-up to the stream objects that must be told from them:
 * `print` translates line ends and the REPL's own output does not, `sys.stdin` translates them and its buffer does not.
 */
export const streamFd = {
  standardInput: 0,
  repl: 1,
  standardError: 2,
  inputBuffer: 3,
  outputBuffer: 4,
  print: 5,
} as const;
const firstFileFd = 10;

/** What the streams are connected to. */
export interface Console {
  /** Blocks until there is input, then gives what there is; a negative error number when interrupted. */
  read(target: Uint8Array, translate: boolean): number;
  hasInput(): boolean;
  /** Takes all of the bytes, however long that takes. `text` has its line ends translated. */
  write(bytes: Uint8Array, kind: 'repl' | 'text' | 'binary'): void;
  /** Blocks until an event or the time is over; true when interrupted. */
  wait(timeoutMs: number): boolean;
  /** Like `wait`, a moment only, when it was called a moment ago already. */
  pace(): boolean;
}

/** A file or folder of Bramble's own that Python's import may find; undefined asks the flash, null hides what the flash holds. */
export type BuiltInFile = (path: string) => Uint8Array | 'folder' | null | undefined;

const S_IFDIR = 0x4000;
const S_IFREG = 0x8000;
const O_ACCMODE = 3;
const O_CREAT = 0x40;
const O_EXCL = 0x80;
const O_TRUNC = 0x200;
const O_APPEND = 0x400;
const O_DIRECTORY = 0x1_0000;
const direntBytes = 280;
const POLLIN = 1;
const POLLOUT = 4;
const POLLNVAL = 32;

interface Folder {
  entries: FlashEntry[];
  next: number;
}

export interface PosixCallsOptions {
  bytes: () => Uint8Array;
  flash: FlashFolder;
  console: Console;
  builtInFile: BuiltInFile;
  /** Seconds to add to the computer's UTC to get what the board's clock shows. */
  clockOffsetSeconds: () => number;
  /** The metered heap wants more than it has: whether it gets it. */
  heapAllows: () => boolean;
}

export class PosixCalls {
  readonly #options: PosixCallsOptions;
  readonly #folders = new Map<number, Folder>();
  readonly #builtIns = new Map<number, { bytes: Uint8Array; position: number }>();

  constructor(options: PosixCallsOptions) {
    this.#options = options;
  }

  /** Everything closed, as after a restart. */
  reset(): void {
    this.#folders.clear();
    this.#builtIns.clear();
    this.#options.flash.reset();
  }

  get imports(): InterpreterImports {
    const { flash } = this.#options;
    const text = (address: number) => this.#text(address);
    const calls: InterpreterImports = {
      __syscall_openat: (_folder: number, path: number, flags: number) => this.#openPath(text(path), flags),
      __syscall_stat64: (path: number, out: number) => this.#stat(text(path), out),
      __syscall_lstat64: (path: number, out: number) => this.#stat(text(path), out),
      __syscall_newfstatat: (_folder: number, path: number, out: number) => this.#stat(text(path), out),
      __syscall_fstat64: (fd: number, out: number) => this.#statOpen(fd, out),
      __syscall_statfs64: (_path: number, _size: number, out: number) => this.#statFileSystem(out),
      __syscall_getdents64: (fd: number, out: number, room: number) => this.#readFolder(fd, out, room),
      __syscall_chdir: (path: number) => flash.changeFolder(text(path)),
      __syscall_getcwd: (out: number, room: number) => this.#currentFolder(out, room),
      __syscall_mkdirat: (_folder: number, path: number) => flash.makeFolder(text(path)),
      __syscall_rmdir: (path: number) => flash.remove(text(path)),
      __syscall_unlinkat: (_folder: number, path: number) => flash.remove(text(path)),
      __syscall_renameat: (_from: number, from: number, _to: number, to: number) => flash.rename(text(from), text(to)),
      __syscall_poll: (list: number, count: number, timeoutMs: number) => this.#poll(list, count, timeoutMs),
      __syscall_poll_nonblocking: (list: number, count: number) => this.#poll(list, count, 0),
      fd_read: (fd: number, vectors: number, count: number, out: number) =>
        this.#transfer(vectors, count, out, (part) => this.#read(fd, part)),
      fd_write: (fd: number, vectors: number, count: number, out: number) =>
        this.#transfer(vectors, count, out, (part) => this.#write(fd, part)),
      fd_seek: (fd: number, offset: bigint, origin: number, out: number) => this.#seek(fd, Number(offset), origin, out),
      fd_sync: (fd: number) => -Math.min(0, fd >= firstFileFd ? flash.sync(fd - firstFileFd) : 0),
      fd_close: (fd: number) => (fd === heapQuestionFd ? Number(!this.#options.heapAllows()) : this.#close(fd)),
    };
    const guarded = Object.entries(calls).map(([name, call]) => [name, guard(call, name.startsWith('fd_') ? 1 : -1)]);
    return {
      ...Object.fromEntries(guarded),
      mp_js_time_ms: () => Date.now() + this.#options.clockOffsetSeconds() * 1000,
    };
  }

  get #view(): DataView {
    const { buffer } = this.#options.bytes();
    return new DataView(buffer);
  }

  #text(address: number): string {
    const bytes = this.#options.bytes();
    return Buffer.from(bytes.slice(address, bytes.indexOf(0, address))).toString('utf8');
  }

  #openPath(path: string, flags: number): number {
    const builtIn = this.#options.builtInFile(path);
    if (builtIn === null || builtIn === 'folder') return -errno.ENOENT;
    if (builtIn !== undefined) {
      const fd = numberFor(this.#builtIns, 2);
      this.#builtIns.set(fd, { bytes: builtIn, position: 0 });
      return fd;
    }
    if ((flags & O_DIRECTORY) !== 0) {
      const entries = this.#options.flash.list(path);
      if (typeof entries === 'number') return entries;
      const fd = numberFor(this.#folders, 1);
      this.#folders.set(fd, { entries, next: 0 });
      return fd;
    }
    const opened = this.#options.flash.open(path, openMode(flags));
    return opened < 0 ? opened : fileFd(opened, 0);
  }

  #stat(path: string, out: number): number {
    const builtIn = this.#options.builtInFile(path);
    if (builtIn === null) return -errno.ENOENT;
    if (builtIn !== undefined) {
      const kind = builtIn === 'folder' ? 'folder' : 'file';
      this.#putStat(out, { kind, sizeBytes: builtIn === 'folder' ? 0 : builtIn.length, modifiedAt: 0, name: '' });
      return 0;
    }
    const entry = this.#options.flash.stat(path);
    if (typeof entry === 'number') return entry;
    this.#putStat(out, entry);
    return 0;
  }

  #statOpen(fd: number, out: number): number {
    if (fd < firstFileFd || this.#folders.has(fd)) {
      this.#putStat(out, { kind: 'folder', sizeBytes: 0, modifiedAt: 0, name: '' });
      return 0;
    }
    const sizeBytes = this.#builtIns.get(fd)?.bytes.length ?? this.#options.flash.sizeOf(flashFd(fd));
    if (sizeBytes < 0) return sizeBytes;
    this.#putStat(out, { kind: 'file', sizeBytes, modifiedAt: 0, name: '' });
    return 0;
  }

  /** `struct stat`: mode at 4, size at 24, times (seconds, nanoseconds) at 40, 56 and 72; the rest is 0 on a board. */
  #putStat(out: number, entry: FlashEntry): void {
    this.#options.bytes().fill(0, out, out + 96);
    const view = this.#view;
    view.setUint32(out + 4, entry.kind === 'folder' ? S_IFDIR : S_IFREG, true);
    view.setBigInt64(out + 24, BigInt(entry.sizeBytes), true);
    const modifiedAt = entry.modifiedAt === 0 ? 0 : entry.modifiedAt + this.#options.clockOffsetSeconds();
    for (const at of [40, 56, 72]) view.setBigInt64(out + at, BigInt(Math.floor(modifiedAt)), true);
  }

  /** `struct statfs64`: block size at 4 and 60, blocks at 8, free at 16 and 24, longest name at 56. */
  #statFileSystem(out: number): number {
    const { flash } = this.#options;
    this.#options.bytes().fill(0, out, out + 88);
    const view = this.#view;
    const free = BigInt(flash.freeBlocks());
    view.setUint32(out + 4, blockBytes, true);
    view.setBigInt64(out + 8, BigInt(flash.totalBlocks), true);
    view.setBigInt64(out + 16, free, true);
    view.setBigInt64(out + 24, free, true);
    view.setUint32(out + 56, 255, true);
    view.setUint32(out + 60, blockBytes, true);
    return 0;
  }

  /** `struct dirent64`: inode at 0 (never 0), length at 16, type at 18 (4 folder, 8 file), name at 19. */
  #readFolder(fd: number, out: number, room: number): number {
    const folder = this.#folders.get(fd);
    if (folder === undefined) return -errno.EBADF;
    const bytes = this.#options.bytes();
    let used = 0;
    for (; used + direntBytes <= room && folder.next < folder.entries.length; used += direntBytes) {
      const entry = folder.entries[folder.next++];
      if (entry === undefined) break;
      const at = out + used;
      bytes.fill(0, at, at + direntBytes);
      this.#view.setBigUint64(at, 1n, true);
      this.#view.setBigUint64(at + 8, BigInt(folder.next), true);
      this.#view.setUint16(at + 16, direntBytes, true);
      bytes[at + 18] = entry.kind === 'folder' ? 4 : 8;
      bytes.set(Buffer.from(entry.name).subarray(0, 255), at + 19);
    }
    return used;
  }

  #currentFolder(out: number, room: number): number {
    const path = Buffer.from(`${this.#options.flash.currentFolder}\0`);
    if (path.length > room) return -errno.EINVAL;
    this.#options.bytes().set(path, out);
    return path.length;
  }

  /** Moves bytes for each of `count` vectors (address, length) until one comes short; WASI's results are positive. */
  #transfer(vectors: number, count: number, out: number, move: (part: Uint8Array) => number): number {
    let total = 0;
    for (let index = 0; index < count; index++) {
      const address = this.#view.getUint32(vectors + 8 * index, true);
      const length = this.#view.getUint32(vectors + 8 * index + 4, true);
      const moved = length === 0 ? 0 : move(this.#options.bytes().subarray(address, address + length));
      if (moved < 0) return -moved;
      total += moved;
      if (moved < length) break;
    }
    this.#view.setUint32(out, total, true);
    return 0;
  }

  #read(fd: number, target: Uint8Array): number {
    if (fd === streamFd.standardInput) return this.#options.console.read(target, true);
    if (fd === streamFd.inputBuffer) return this.#options.console.read(target, false);
    const builtIn = this.#builtIns.get(fd);
    if (builtIn === undefined) return this.#options.flash.read(flashFd(fd), target);
    const part = builtIn.bytes.subarray(builtIn.position, builtIn.position + target.length);
    target.set(part);
    builtIn.position += part.length;
    return part.length;
  }

  #write(fd: number, bytes: Uint8Array): number {
    if (fd >= firstFileFd) return this.#options.flash.write(flashFd(fd), bytes);
    if (fd === streamFd.standardInput || fd === streamFd.inputBuffer) return -errno.EBADF;
    this.#options.console.write(bytes, outputKind(fd));
    return bytes.length;
  }

  #seek(fd: number, offset: number, origin: number, out: number): number {
    if (origin !== 0 && origin !== 1 && origin !== 2) return errno.EINVAL;
    const position = this.#seekTo(fd, offset, origin);
    if (position < 0) return -position;
    this.#view.setBigInt64(out, BigInt(position), true);
    return 0;
  }

  #seekTo(fd: number, offset: number, origin: SeekOrigin): number {
    const builtIn = this.#builtIns.get(fd);
    if (builtIn === undefined) return this.#options.flash.seek(flashFd(fd), offset, origin);
    builtIn.position = ([0, builtIn.position, builtIn.bytes.length][origin] ?? 0) + offset;
    return builtIn.position;
  }

  #close(fd: number): number {
    if (fd < firstFileFd || this.#folders.delete(fd) || this.#builtIns.delete(fd)) return 0;
    return -Math.min(0, this.#options.flash.close(flashFd(fd)));
  }

  /** `struct pollfd`: number at 0, events at 4, results at 6. Only input keeps anyone waiting. */
  #poll(list: number, count: number, timeoutMs: number): number {
    const deadline = timeoutMs < 0 ? Number.POSITIVE_INFINITY : performance.now() + timeoutMs;
    for (;;) {
      let ready = 0;
      for (let at = list; at < list + 8 * count; at += 8) {
        const events = this.#view.getInt16(at + 4, true);
        const results = this.#readiness(this.#view.getInt32(at, true)) & (events | POLLNVAL);
        this.#view.setInt16(at + 6, results, true);
        if (results !== 0) ready += 1;
      }
      const left = deadline - performance.now();
      if (ready > 0) return ready;
      // The image's `select` asks without end.
      if (left <= 0) return this.#options.console.pace() ? -wasiInterrupted : 0;
      if (this.#options.console.wait(Math.min(left, 2 ** 31 - 1))) return -wasiInterrupted;
    }
  }

  #readiness(fd: number): number {
    if (fd < 0) return POLLNVAL;
    if (fd === streamFd.standardInput || fd === streamFd.inputBuffer) {
      return this.#options.console.hasInput() ? POLLIN : 0;
    }
    return fd < firstFileFd ? POLLOUT : POLLIN | POLLOUT;
  }
}

/** A surprise of the computer's file system (a folder that vanished) is an I/O error to the program, not the board's end. */
function guard(call: (...args: never[]) => number | bigint, sign: 1 | -1): (...args: never[]) => number | bigint {
  return (...args) => {
    try {
      return call(...args);
    } catch (error) {
      return sign * boardErrno(error);
    }
  };
}

function outputKind(fd: number): 'repl' | 'text' | 'binary' {
  if (fd === streamFd.repl) return 'repl';
  return fd === streamFd.outputBuffer ? 'binary' : 'text';
}

function openMode(flags: number): OpenMode {
  const access = flags & O_ACCMODE;
  return {
    read: access !== 1,
    write: access !== 0,
    create: (flags & O_CREAT) !== 0,
    exclusive: (flags & O_EXCL) !== 0,
    truncate: (flags & O_TRUNC) !== 0,
    append: (flags & O_APPEND) !== 0,
  };
}

/** Files, folders and built-in files are numbered apart: 10, 13, 16 … are the flash's files 0, 1, 2 … */
const fileFd = (index: number, kind: 0 | 1 | 2) => firstFileFd + 3 * index + kind;
const flashFd = (fd: number) => (fd >= firstFileFd && (fd - firstFileFd) % 3 === 0 ? (fd - firstFileFd) / 3 : -1);

function numberFor(taken: ReadonlyMap<number, unknown>, kind: 1 | 2): number {
  let index = 0;
  while (taken.has(fileFd(index, kind))) index++;
  return fileFd(index, kind);
}
