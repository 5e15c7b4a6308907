/** Makes a new file or folder in the project, after asking for its name. */
import type { ProjectFile, ProjectService } from '../../app/contract/index.ts';
import { reportError } from '../design/messages.ts';
import type { FileQuestion } from './file-questions.tsx';
import { baseName, joinPath, parentPath } from './project-tree.ts';

export interface NewProjectItem {
  what: 'file' | 'folder';
  /** Where; empty for the project's top. */
  folder: string;
  /** What the project has already. */
  files: readonly ProjectFile[];
  service: ProjectService;
  ask: (question: FileQuestion) => void;
}

/** `onMade` gets the new path. */
export function askNewProjectItem(item: NewProjectItem, onMade: (path: string) => void): void {
  const { what, folder, files, service, ask } = item;
  const make = async (name: string) => {
    const path = joinPath(folder, name);
    if (what === 'folder') await service.makeFolder(path);
    else await service.write(path, '', null);
    onMade(path);
  };
  const answer = (name: string) => void make(name).catch(reportError);
  ask({
    kind: 'new',
    what,
    where: folder === '' ? 'in the project' : `in ${folder}`,
    taken: namesIn(files, folder),
    answer,
  });
}

/** The names in a folder of the project. */
export function namesIn(files: readonly ProjectFile[], folder: string): Set<string> {
  return new Set(files.filter(({ path }) => parentPath(path) === folder).map(({ path }) => baseName(path)));
}
