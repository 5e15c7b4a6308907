/** The contract's BoardFilesService over the sessions of connected boards. */
import { BrambleError } from '../../app/base/index.ts';
import { BoardFiles, type BoardSession, type Deflate, type UploadEntry } from '../../app/board/index.ts';
import type { BoardFilesService, FileProperties } from '../../app/contract/index.ts';
import { foldersOn } from '../../app/project/index.ts';
import type { SentPrograms } from '../platform/sent-programs.ts';

/** The files of a connected board that runs no program; throws `no-board` or `board-busy`. */
export type FilesOf = (address: string) => BoardFiles;

/** `sessionOf` gives the session of a connected board, or throws `no-board`. */
export function filesOfBoards(
  sessionOf: (address: string) => BoardSession,
  { deflate, sent }: { deflate: Deflate; sent: Pick<SentPrograms, 'note'> },
): FilesOf {
  return (address) => {
    const session = sessionOf(address);
    // The operation would wait for the program's end, which may never come.
    if (session.state.kind === 'running') {
      const message = `The board runs ${session.state.what}. Press Stop, then its files can be used.`;
      throw new BrambleError('board-busy', message);
    }
    return new BoardFiles(session, { deflate, onSent: (file, bytes) => sent.note(address, { file }, bytes) });
  };
}

export function createFilesService(filesOf: FilesOf): BoardFilesService {
  return {
    list: async (address, path) => filesOf(address).list(path),
    tree: async (address, path) => filesOf(address).listTree(path),
    read: async (address, path) => filesOf(address).read(path),
    write: async (address, path, bytes) => filesOf(address).write(path, bytes),
    writeAll: async (address, entries) => {
      const folders = foldersOn(entries.map(({ path }) => path)).map((path): UploadEntry => ({ kind: 'folder', path }));
      const files = entries.map(({ path, bytes }): UploadEntry => ({ kind: 'file', path, bytes }));
      if (files.length > 0) await filesOf(address).writeAll([...folders, ...files]);
    },
    remove: async (address, path) => filesOf(address).remove(path),
    makeFolder: async (address, path) => filesOf(address).makeFolder(path),
    rename: async (address, from, to) => filesOf(address).rename(from, to, { replace: false }),
    properties: async (address, path) => {
      const files = filesOf(address);
      return files.hold(() => propertiesOf(files, path));
    },
    space: async (address) => filesOf(address).space(),
  };
}

async function propertiesOf(files: BoardFiles, path: string): Promise<FileProperties> {
  const { kind, sizeBytes } = await files.stat(path);
  if (kind === 'file') {
    return { path, kind, sizeBytes, itemCount: 0, sha256: await files.sha256(path), modifiedMs: null };
  }
  const tree = await files.listTree(path);
  const total = tree.reduce((sum, entry) => sum + entry.sizeBytes, 0);
  return { path, kind, sizeBytes: total, itemCount: tree.length, sha256: null, modifiedMs: null };
}
