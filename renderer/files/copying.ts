/** Copies between the project on the computer and a board. Paths keep their place: `lib/x.py` is `/lib/x.py` on the board. */
import { BrambleError } from '../../app/base/index.ts';
import type { BoardFilesService, ProjectFile, ProjectService } from '../../app/contract/index.ts';
import { joinPath, parentPath } from './project-tree.ts';

export interface CopyEnds {
  files: BoardFilesService;
  project: ProjectService;
}

/**
 * Copies a file of the project, or a folder with all it holds, to the board; makes the folders that it needs there. `listed`
 * is the project's list. Resolves to the number of files.
 */
export async function copyToBoard(
  { files, project }: CopyEnds,
  address: string,
  path: string,
  listed: readonly ProjectFile[],
): Promise<number> {
  const concerned = listed.filter((file) => file.path === path || file.path.startsWith(`${path}/`));
  const toMake = new Set(concerned.filter(({ kind }) => kind === 'folder').map((folder) => folder.path));
  for (let parent = parentPath(path); parent !== ''; parent = parentPath(parent)) toMake.add(parent);
  for (const folder of [...toMake].sort()) await makeFolder(files, address, joinPath('/', folder));
  const sources = concerned.filter(({ kind }) => kind === 'file');
  for (const source of sources) {
    const { text } = await project.read(source.path);
    await files.write(address, joinPath('/', source.path), new TextEncoder().encode(text));
  }
  return sources.length;
}

/** A board's file as text for the project. Throws `not-supported` for what is not text. */
export async function readBoardText(files: BoardFilesService, address: string, path: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await files.read(address, path));
  } catch (cause) {
    if (cause instanceof BrambleError) throw cause;
    throw new BrambleError(
      'not-supported',
      `${path} is not text, and a project keeps text files. Use “Download” to save it elsewhere.`,
      { cause },
    );
  }
}

async function makeFolder(files: BoardFilesService, address: string, path: string): Promise<void> {
  try {
    await files.makeFolder(address, path);
  } catch (error) {
    if (!(error instanceof BrambleError && error.code === 'board-file-exists')) throw error;
  }
}
