/** The board's files as a copy plans with them. Each folder is asked for once: a question to a board costs a round trip. */
import { BrambleError, visible } from '../../../../app/base/index.ts';
import type { BoardFiles } from '../../../../app/board/index.ts';
import { boardPathForPeople } from '../places.ts';
import type { FileTree, Kind } from './copy-plan.ts';

type Entry = { name: string; kind: Kind };

export function boardTree(files: BoardFiles, signal: AbortSignal): FileTree {
  const folders = new Map<string, Promise<Entry[]>>();
  const list = (path: string): Promise<Entry[]> => {
    const asked = folders.get(path) ?? files.list(path, { signal });
    folders.set(path, asked);
    return asked;
  };
  return {
    list,
    async kindOf(path) {
      if (path === '/') return 'folder';
      const parent = path.slice(0, path.lastIndexOf('/')) || '/';
      // One question answers for all that lie beside it.
      const beside = await list(parent).catch(noneIfAbsent);
      return beside.find(({ name }) => name === path.slice(path.lastIndexOf('/') + 1))?.kind ?? null;
    },
    join: (folder, name) => (folder === '/' ? `/${name}` : `${folder}/${name}`),
    nameOf: (path) => path.slice(path.lastIndexOf('/') + 1),
    resolve: (path) => path,
    show: (path) => visible(boardPathForPeople(path)),
  };
}

function noneIfAbsent(error: unknown): Entry[] {
  const absent = ['board-file-not-found', 'board-not-directory'];
  if (error instanceof BrambleError && absent.includes(error.code)) return [];
  throw error;
}
