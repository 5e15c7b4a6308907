/**
 * The files on one board as far as they have been looked at: folder by folder, fetched when opened, again after what may have
 * changed them. It knows when the board can be asked.
 */
import { createStore } from 'zustand/vanilla';
import type { BoardState } from '../../app/board/index.ts';
import type { BoardFile, BoardFilesService } from '../../app/contract/index.ts';
import type { OwnWork } from './copying.ts';
import { byKindAndName, joinPath, type TreeRow } from './project-tree.ts';

export interface BoardFiles {
  /** By the path of the folder; `/` is the top. */
  folders: ReadonlyMap<string, readonly BoardFile[]>;
  expanded: ReadonlySet<string>;
  space: { totalBytes: number; freeBytes: number } | null;
  loading: boolean;
  /** Why the list could not be fetched, as a sentence; null when it could. */
  problem: string | null;
}

export class BoardFilesModel {
  readonly store = createStore<BoardFiles>(() => ({
    folders: new Map(),
    expanded: new Set(),
    space: null,
    loading: false,
    problem: null,
  }));
  readonly address: string;
  /** What Bramble put there itself. */
  readonly ours: OwnWork = new Map();
  #files: Pick<BoardFilesService, 'list' | 'space'>;
  #lastKind: BoardState['kind'] = 'disconnected';

  constructor(address: string, files: Pick<BoardFilesService, 'list' | 'space'>) {
    this.address = address;
    this.#files = files;
  }

  /** Told of every state of the board: a program that ended, or a new connection, may have brought other files. */
  noticed(kind: BoardState['kind']): void {
    // After work of Bramble's own, whoever did it refreshes.
    const sameProgram = this.#lastKind === 'ready' || this.#lastKind === 'busy';
    const neverListed = this.store.getState().folders.size === 0 && !this.store.getState().loading;
    this.#lastKind = kind;
    if (kind === 'ready' && (!sameProgram || neverListed)) void this.refresh();
  }

  /** Lists every folder that is in view, and the free space, anew. Failures are shown in the list. */
  async refresh(): Promise<void> {
    this.store.setState({ loading: true });
    try {
      const folders = new Map<string, readonly BoardFile[]>();
      const expanded = new Set<string>();
      await this.#listInto('/', folders, expanded);
      const space = await this.#files.space(this.address);
      this.store.setState({ folders, expanded, space, problem: null });
    } catch (error) {
      this.store.setState({ problem: error instanceof Error ? error.message : String(error) });
    }
    this.store.setState({ loading: false });
  }

  /** Opens a folder and fetches what is in it, or closes it. */
  async toggle(path: string): Promise<void> {
    const { expanded, folders } = this.store.getState();
    const next = new Set(expanded);
    if (next.delete(path)) {
      this.store.setState({ expanded: next });
      return;
    }
    const listed = await this.#files.list(this.address, path);
    this.store.setState({ expanded: next.add(path), folders: new Map(folders).set(path, listed) });
  }

  /** The names in a folder, as far as known. */
  namesIn(folder: string): Set<string> {
    return new Set(
      this.store
        .getState()
        .folders.get(folder)
        ?.map(({ name }) => name),
    );
  }

  async #listInto(path: string, folders: Map<string, readonly BoardFile[]>, expanded: Set<string>): Promise<void> {
    const listed = await this.#files.list(this.address, path);
    folders.set(path, listed);
    for (const { name, kind } of listed) {
      const child = joinPath(path, name);
      if (kind !== 'folder' || !this.store.getState().expanded.has(child)) continue;
      expanded.add(child);
      await this.#listInto(child, folders, expanded);
    }
  }
}

/** One model a board, made when it is first asked for, kept as long as the page. */
export class BoardFilesByAddress {
  readonly #files: BoardFilesService;
  readonly #models = new Map<string, BoardFilesModel>();

  constructor(files: BoardFilesService) {
    this.#files = files;
  }

  of(address: string): BoardFilesModel {
    const model = this.#models.get(address) ?? new BoardFilesModel(address, this.#files);
    this.#models.set(address, model);
    return model;
  }
}

/** The rows in view. */
export function boardRows({ folders, expanded }: Pick<BoardFiles, 'folders' | 'expanded'>): TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (folder: string, level: number) => {
    const files = (folders.get(folder) ?? []).map((file) => ({ ...file, path: joinPath(folder, file.name) }));
    for (const { path, name, kind, sizeBytes } of files.sort(byKindAndName)) {
      const open = kind === 'folder' && expanded.has(path);
      rows.push({ path, name, kind, sizeBytes, level, expanded: open });
      if (open) add(path, level + 1);
    }
  };
  add('/', 1);
  return rows;
}
