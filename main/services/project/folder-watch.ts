/** Calls back for each changed path below a folder. It knows no project: the caller says which names to look away from. */
import { type FSWatcher, watch } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Disposable } from '../../../app/base/index.ts';

/** inotify watches are scarce (8,192 a user on small systems), and a project of programs for a board has few folders. */
const maxFolders = 500;

export interface FolderWatchOptions {
  root: string;
  isIgnored: (name: string) => boolean;
  /** Gets the path relative to `root`, with `/` between parts. Where the system cannot watch, it is never called. */
  onChange: (path: string) => void;
}

/** macOS and Windows watch a tree by themselves; on Linux, Node would open a watch for every single file. */
export function watchFolder(options: FolderWatchOptions): Disposable {
  return process.platform === 'linux' ? new WatchPerFolder(options) : watchTree(options);
}

function watchTree({ root, isIgnored, onChange }: FolderWatchOptions): Disposable {
  const watcher = tryWatch(root, true, (name) => {
    const parts = name.split(sep);
    if (!parts.some(isIgnored)) onChange(parts.join('/'));
  });
  return { dispose: () => watcher?.close() };
}

class WatchPerFolder implements Disposable {
  readonly #options: FolderWatchOptions;
  readonly #watchers = new Map<string, FSWatcher>();
  #disposed = false;

  constructor(options: FolderWatchOptions) {
    this.#options = options;
    void this.#add('');
  }

  dispose(): void {
    this.#disposed = true;
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  /** Watches a folder and those in it; what is no folder (any more) is passed over. */
  async #add(folder: string): Promise<void> {
    if (this.#disposed || this.#watchers.has(folder) || this.#watchers.size >= maxFolders) return;
    const watcher = tryWatch(join(this.#options.root, folder), false, (name) => this.#changed(folder, name));
    if (watcher === null) return;
    watcher.on('close', () => this.#watchers.delete(folder));
    this.#watchers.set(folder, watcher);
    for (const name of await this.#foldersIn(folder)) await this.#add(name);
  }

  async #foldersIn(folder: string): Promise<string[]> {
    const entries = await readdir(join(this.#options.root, folder), { withFileTypes: true }).catch(() => []);
    const shown = entries.filter((entry) => entry.isDirectory() && !this.#options.isIgnored(entry.name));
    return shown.map(({ name }) => pathIn(folder, name));
  }

  #changed(folder: string, name: string): void {
    if (this.#disposed || this.#options.isIgnored(name)) return;
    const path = pathIn(folder, name);
    this.#options.onChange(path);
    void this.#follow(path);
  }

  /** A new folder is watched from now on; one that went away and came back is another one, watched anew. */
  async #follow(path: string): Promise<void> {
    const details = await lstat(join(this.#options.root, path)).catch(() => null);
    if (details?.isDirectory() !== true) {
      this.#watchers.get(path)?.close();
      return;
    }
    const known = this.#watchers.has(path);
    await this.#add(path);
    // What was put into it before the watch began is not told otherwise.
    if (!known) for (const inner of await this.#foldersIn(path)) this.#options.onChange(inner);
  }
}

function pathIn(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** Null where the system cannot watch the folder: a network drive, no watches left, no folder. */
function tryWatch(folder: string, recursive: boolean, onName: (name: string) => void): FSWatcher | null {
  try {
    const watcher = watch(folder, { recursive, persistent: false }, (_kind, name) => {
      if (name !== null) onName(name);
    });
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return null;
  }
}
