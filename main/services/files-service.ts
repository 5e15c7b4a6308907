/** The contract's BoardFilesService over the sessions of connected boards. */
import { BrambleError } from '../../app/base/index.ts';
import { BoardFiles, type BoardSession, type Deflate } from '../../app/board/index.ts';
import type { BoardFilesService } from '../../app/contract/index.ts';

/** `sessionOf` gives the session of a connected board, or throws `no-board`. */
export function createFilesService(
  sessionOf: (address: string) => BoardSession,
  { deflate }: { deflate: Deflate },
): BoardFilesService {
  const filesOf = (address: string): BoardFiles => {
    const session = sessionOf(address);
    // The operation would wait for the program's end, which may never come.
    if (session.state.kind === 'running') {
      const message = `The board runs ${session.state.what}. Press Stop, then its files can be used.`;
      throw new BrambleError('board-busy', message);
    }
    return new BoardFiles(session, { deflate });
  };
  return {
    list: async (address, path) => filesOf(address).list(path),
    read: async (address, path) => filesOf(address).read(path),
    write: async (address, path, bytes) => filesOf(address).write(path, bytes),
    remove: async (address, path) => filesOf(address).remove(path),
    makeFolder: async (address, path) => filesOf(address).makeFolder(path),
    rename: async (address, from, to) => filesOf(address).rename(from, to, { replace: false }),
    space: async (address) => filesOf(address).space(),
  };
}
