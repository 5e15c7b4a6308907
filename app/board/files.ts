/**
 * The files on a board: list, read, write, remove, rename. A write is whole or not at all: a temporary name on the same file
 * system, SHA-256 read back from the flash, one rename over the target. It knows the session and Python, not the protocol.
 */
import { BrambleError } from '../base/index.ts';
import type { OperationOptions } from './board-operations.ts';
import { normaliseBoardPath } from './board-path.ts';
import {
  type BoardFileEntry,
  type BoardFileKind,
  type BoardTreeEntry,
  byName,
  compareParts,
  entryOf,
  kindAndSize,
} from './file-entries.ts';
import { boardFileError, damagedInTransit, syncDoesNotFit } from './file-errors.ts';
import type { RawBoard } from './raw-board.ts';
import type { Progress } from './read-file.ts';
import type { BoardSession } from './session.ts';
import { execSnippet, isHash, isHashed, isNumbered, isNumberPair } from './snippet-answers.ts';
import {
  leftoversSource,
  listSnippet,
  makeFolderSnippet,
  makeFoldersSnippet,
  manifestSnippet,
  removeSnippet,
  renameSnippet,
  sameSpaceSnippet,
  sha256Snippet,
  spaceSnippet,
  statSnippet,
  treesSnippet,
} from './snippets.ts';
import { type BoardChange, stagedEntries } from './sync/board-change.ts';
import { forgetNote, settle } from './sync/settle.ts';
import { download } from './transfer/download.ts';
import type { SyncEntry } from './transfer/sync-plan.ts';
import { upload } from './transfer/upload.ts';
import type { Deflate, UploadEntry } from './transfer/upload-stream.ts';

/** What is below a folder, and the room for more. */
export interface BoardManifest {
  entries: SyncEntry[];
  freeBytes: number;
  /** The unit in which the file system gives room. */
  blockBytes: number;
}

export interface BoardFilesOptions {
  /** Without it, files travel as they are. */
  deflate?: Deflate | null;
  /** Is told what a file of the board has from now on; null where that is not known, as in the midst of a change. */
  onSent?: (path: string, bytes: Uint8Array | null) => void;
}

export interface TransferOptions extends OperationOptions {
  /** Bytes done of a total. The session's state tells them too. */
  onProgress?: Progress;
}

/** The files of the board of a session. Paths are absolute, with any name that the board's file system takes. */
export class BoardFiles {
  readonly #session: BoardSession;
  readonly #deflate: Deflate | null;
  readonly #onSent: NonNullable<BoardFilesOptions['onSent']>;

  constructor(session: BoardSession, { deflate = null, onSent = () => {} }: BoardFilesOptions = {}) {
    this.#session = session;
    this.#deflate = deflate;
    this.#onSent = onSent;
  }

  /** Has the several steps of `work` enter the raw prompt once, as `BoardSession.hold` does. */
  hold<T>(work: () => Promise<T>): Promise<T> {
    return this.#session.hold(work);
  }

  /** What a folder holds, sorted by name. */
  async list(path: string, options: OperationOptions = {}): Promise<BoardFileEntry[]> {
    const folder = normaliseBoardPath(path);
    const entries = await this.#ask(`Listing ${folder}`, folder, listSnippet(folder), options);
    return entries.filter(isNumbered).map(entryOf).sort(byName);
  }

  /** Everything below a folder, each folder followed by what it holds, sorted by name. */
  async listTree(path: string, options: OperationOptions = {}): Promise<BoardTreeEntry[]> {
    const folder = normaliseBoardPath(path);
    const [top, ...below] = await this.listAll([folder], options);
    if (top?.kind !== 'folder') throw boardFileError(20, folder);
    const prefixLength = folder === '/' ? 1 : folder.length + 1;
    return below.map((entry) => ({ ...entry, path: entry.path.slice(prefixLength) }));
  }

  /**
   * What is at these paths, of which none lies below another, and everything below them, in one round trip: by absolute paths, each
   * folder followed by what it holds, sorted by name. Rejects with `board-file-not-found` when nothing is at one of them.
   */
  async listAll(paths: readonly string[], options: OperationOptions = {}): Promise<BoardTreeEntry[]> {
    const tops = paths.map(normaliseBoardPath);
    const what = `Listing ${tops.length === 1 ? tops[0] : `${tops.length} files and folders`}`;
    const entries = await this.#use(what, options, async (raw) => {
      const { values, errno } = await execSnippet(raw, treesSnippet(tops), what);
      const answers = values.filter(isNumbered);
      const told = new Set(answers.map(([path]) => path));
      const untold = tops.find((path) => !told.has(path));
      if (errno !== null) throw boardFileError(errno, untold ?? tops.at(-1) ?? '/');
      if (untold !== undefined) throw damagedInTransit(untold);
      return answers.map(([path, mode, size]): BoardTreeEntry => ({ path, ...kindAndSize(mode, size) }));
    });
    const parts = ({ path }: BoardTreeEntry) => path.slice(1).split('/');
    return entries.sort((a, b) => compareParts(parts(a), parts(b)));
  }

  /**
   * Everything below a folder with the SHA-256 of each file, in one round trip. Nothing when the folder is not there. File systems that
   * are mounted below it are left out.
   */
  async manifest(path: string, options: OperationOptions = {}): Promise<BoardManifest> {
    const folder = normaliseBoardPath(path);
    const what = `Comparing ${folder}`;
    const ask = async (raw: RawBoard): Promise<unknown[]> => {
      const snippet = `${leftoversSource}${manifestSnippet(folder)}`;
      const { values, errno } = await execSnippet(raw, snippet, what);
      if (errno !== null && errno !== 2) throw boardFileError(errno, folder);
      return values;
    };
    return this.#session.use({ what, ...options }, async (raw) => {
      const first = await ask(raw);
      const settled = await this.#session.leftovers.settleAnswered(raw, first);
      return manifestOf(settled ? await ask(raw) : first);
    });
  }

  /**
   * Makes several changes that become visible together: everything is staged and compared by SHA-256 first. A failure or a cancel
   * before that leaves all as it was; after it, the change is completed, if need be by the next connection.
   */
  async change(change: BoardChange, options: TransferOptions = {}): Promise<void> {
    const { onProgress } = options;
    await this.#use('Changing files', options, async (raw) => {
      // Broken off, it may be completed later, or taken back.
      for (const { path } of change.files) this.#onSent(path, null);
      const base = await baseOf(raw, change);
      const { length } = change.files;
      let staged = 0;
      const onCommitted = () => {
        staged += 1;
      };
      try {
        const entries = stagedEntries(change, base);
        await upload(raw, entries, { deflate: this.#deflate, onProgress, onCommitted });
      } catch (error) {
        // Staged whole or not: the journal decides.
        if (this.#session.state.kind === 'lost') throw error;
        const { failure } = await settle(raw, base, { cleaningUp: true });
        await forgetNote(raw);
        if (staged <= length || failure !== null) throw stagingError(error, change, failure);
        return;
      }
      const { failure } = await this.#settleAll(raw, base);
      if (failure !== null) throw failure;
    });
    for (const { path, bytes } of change.files) this.#onSent(path, bytes);
  }

  /** Rejects with `board-file-not-found` when nothing is there. */
  async stat(path: string, options: OperationOptions = {}): Promise<{ kind: BoardFileKind; sizeBytes: number }> {
    const target = normaliseBoardPath(path);
    const [mode, sizeBytes] = await this.#askPair(`Looking at ${target}`, target, statSnippet(target), options);
    return kindAndSize(mode, sizeBytes);
  }

  /** Null when nothing is there. */
  async kindOf(path: string, options: OperationOptions = {}): Promise<BoardFileKind | null> {
    try {
      return (await this.stat(path, options)).kind;
    } catch (error) {
      const absent = ['board-file-not-found', 'board-not-directory'];
      if (error instanceof BrambleError && absent.includes(error.code)) return null;
      throw error;
    }
  }

  async exists(path: string, options: OperationOptions = {}): Promise<boolean> {
    return (await this.kindOf(path, options)) !== null;
  }

  /** A whole file, compared with its SHA-256 on the board. */
  async read(path: string, options: TransferOptions = {}): Promise<Uint8Array> {
    const file = normaliseBoardPath(path);
    let read: Uint8Array = new Uint8Array(0);
    const onFile = (_path: string, bytes: Uint8Array) => {
      read = bytes;
    };
    await this.#use(`Reading ${file}`, options, (raw) =>
      download(raw, [file], { onProgress: options.onProgress, onFile }),
    );
    return read;
  }

  /**
   * Reads files in one stream, each compared with its SHA-256 on the board. `onFile` takes each as soon as it is whole; a promise of
   * it makes the board wait.
   */
  async readAll(
    paths: readonly string[],
    options: TransferOptions & {
      onFile: (path: string, bytes: Uint8Array) => void | Promise<void>;
    },
  ): Promise<void> {
    const { onProgress, onFile } = options;
    const files = paths.map(normaliseBoardPath);
    await this.#use(`Reading ${paths.length} files`, options, (raw) => download(raw, files, { onProgress, onFile }));
  }

  /**
   * Writes a whole file, or changes nothing: on any failure, cancellation included, the old file is intact and the temporary one
   * removed. Its folder must exist. Rejects with `board-flash-full`, telling how much is needed and free.
   */
  async write(path: string, bytes: Uint8Array, options: TransferOptions = {}): Promise<void> {
    const file = normaliseBoardPath(path);
    await this.#upload(`Writing ${file}`, [{ kind: 'file', path: file, bytes }], options);
  }

  /**
   * Writes files and makes folders in one stream, in the order given: a folder before what goes into it. Each file is written as by
   * `write`; what is in place before a failure stays. `onWritten` is told of each entry as soon as it is in place.
   */
  async writeAll(
    entries: readonly UploadEntry[],
    options: TransferOptions & { onWritten?: (entry: UploadEntry) => void } = {},
  ): Promise<void> {
    const normalised = entries.map((entry) => ({ ...entry, path: normaliseBoardPath(entry.path) }));
    const paths = normalised.filter(({ kind }) => kind === 'file').map(({ path }) => path);
    await this.#upload(`Writing ${paths.length === 1 ? paths[0] : `${paths.length} files`}`, normalised, options);
  }

  /** Removes a file, or a folder with all it holds; of the top folder, what it holds. */
  async remove(path: string, options: OperationOptions = {}): Promise<void> {
    const target = normaliseBoardPath(path);
    await this.#ask(`Removing ${target}`, target, removeSnippet(target), options);
  }

  /** With `parents`, makes the folders above as well, and a folder that is there already is fine. */
  async makeFolder(path: string, options: OperationOptions & { parents?: boolean } = {}): Promise<void> {
    const folder = normaliseBoardPath(path);
    const { parents = false } = options;
    if (folder === '/') {
      if (parents) return;
      throw boardFileError(17, folder);
    }
    const snippet = parents ? makeFoldersSnippet(folder) : makeFolderSnippet(folder);
    await this.#ask(`Making ${folder}`, folder, snippet, options);
  }

  /**
   * Renames or moves a file or folder. A file in the way is replaced by a file, unless `replace` is false: then it rejects with
   * `board-file-exists`.
   */
  async rename(from: string, to: string, options: OperationOptions & { replace?: boolean } = {}): Promise<void> {
    const source = normaliseBoardPath(from);
    const target = normaliseBoardPath(to);
    if (source === target) return;
    if (source === '/' || target.startsWith(`${source}/`)) {
      throw new BrambleError('usage', `${source} cannot be moved into itself. Choose another place.`);
    }
    const snippet = renameSnippet(source, target, options.replace ?? true);
    // ENOENT is about the source, or about the target's folder; the source is what people mistype.
    const what = `Renaming ${source} to ${target}`;
    await this.#use(what, options, async (raw) => {
      const answer = await execSnippet(raw, snippet, what);
      if (answer.errno !== null) throw boardFileError(answer.errno, answer.errno === 2 ? source : target);
      this.#onSent(target, null);
    });
  }

  /** Of the file system that holds the path. */
  async space(path = '/', options: OperationOptions = {}): Promise<{ totalBytes: number; freeBytes: number }> {
    const folder = normaliseBoardPath(path);
    const [totalBytes, freeBytes] = await this.#askPair('Measuring the flash', folder, spaceSnippet(folder), options);
    return { totalBytes, freeBytes };
  }

  /** The SHA-256 of a file, computed on the board, in hexadecimal. */
  async sha256(path: string, options: OperationOptions = {}): Promise<string> {
    const [hash = ''] = await this.sha256All([path], options);
    return hash;
  }

  /** Of each of the files, in their order, in one round trip. Rejects at the first that cannot be read. */
  async sha256All(paths: readonly string[], options: OperationOptions = {}): Promise<string[]> {
    const files = paths.map(normaliseBoardPath);
    const what = `Hashing ${files.length === 1 ? files[0] : `${files.length} files`}`;
    return this.#use(what, options, async (raw) => {
      const { values, errno } = await execSnippet(raw, sha256Snippet(files), what);
      if (errno !== null) throw boardFileError(errno, files[values.length] ?? '');
      const hashes = values.filter(isHash).map(([hash]) => hash);
      if (hashes.length === files.length && values.length === files.length) return hashes;
      throw damagedInTransit(files.length === 1 ? (files[0] ?? '') : `${files.length} files`);
    });
  }

  /** A cancel comes too late once the journal is in place. What goes wrong is tried once more, the plain way. */
  async #settleAll(raw: RawBoard, base: string) {
    try {
      return await settle(raw, base, { cleaningUp: true, deflate: this.#deflate });
    } catch (error) {
      if (this.#session.state.kind === 'lost') throw error;
      return await settle(raw, base, { cleaningUp: true });
    } finally {
      if (this.#session.state.kind !== 'lost') await forgetNote(raw);
    }
  }

  #upload(
    what: string,
    entries: readonly UploadEntry[],
    options: TransferOptions & { onWritten?: (entry: UploadEntry) => void },
  ): Promise<void> {
    const { onProgress, onWritten } = options;
    const onCommitted = (entry: UploadEntry) => {
      if (entry.kind === 'file') this.#onSent(entry.path, entry.bytes);
      onWritten?.(entry);
    };
    return this.#use(what, options, (raw) => upload(raw, entries, { deflate: this.#deflate, onProgress, onCommitted }));
  }

  #use<T>(what: string, { signal, timeoutMs }: OperationOptions, body: (raw: RawBoard) => Promise<T>): Promise<T> {
    return this.#session.use(
      {
        what,
        ...(signal === undefined ? {} : { signal }),
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      },
      async (raw) => {
        await this.#session.leftovers.settle(raw);
        return body(raw);
      },
    );
  }

  /** One snippet, and its answers. */
  #ask(what: string, path: string, snippet: string, options: OperationOptions): Promise<unknown[]> {
    return this.#use(what, options, async (raw) => {
      const { values, errno } = await execSnippet(raw, snippet, what);
      if (errno !== null) throw boardFileError(errno, path);
      return values;
    });
  }

  async #askPair(
    what: string,
    path: string,
    snippet: string,
    options: OperationOptions,
  ): Promise<readonly [number, number]> {
    const [answer] = await this.#ask(what, path, snippet, options);
    if (!isNumberPair(answer)) throw damagedInTransit(path);
    return answer;
  }
}

function manifestOf(values: readonly unknown[]): BoardManifest {
  const [freeBytes, blockBytes] = values.find(isNumberPair) ?? [0, 0];
  const entries = values.filter(isHashed).map(([name, sha256, sizeBytes]): SyncEntry => {
    return { path: name.slice(1), kind: sha256 === '' ? 'folder' : 'file', sha256, sizeBytes };
  });
  return { entries, freeBytes, blockBytes };
}

/** The top of the file system that a change is on: '' for the board's own flash. Files are staged there, for a rename stays within one. */
async function baseOf(raw: RawBoard, change: BoardChange): Promise<string> {
  const paths = [...change.remove.map(({ path }) => path), ...change.folders, ...change.files.map(({ path }) => path)];
  const [top, ...others] = new Set(paths.map((path) => path.split('/')[1] ?? ''));
  if (top === undefined || others.length > 0 || paths.every((path) => path === `/${top}`)) return '';
  const { values } = await execSnippet(raw, sameSpaceSnippet(`/${top}`), 'Looking at the file system');
  return values[0] === false ? `/${top}` : '';
}

function stagingError(error: unknown, { files }: BoardChange, failure: BrambleError | null): unknown {
  if (failure !== null) return failure;
  if (!(error instanceof BrambleError) || error.code !== 'board-flash-full') return error;
  const needs = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  return syncDoesNotFit(needs, null);
}
