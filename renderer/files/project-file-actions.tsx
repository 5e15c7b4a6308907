/** What can be done with a file of the project, and the menu that offers it. */
import { FilePlus2, FolderPlus, Pencil, Trash2, Upload } from 'lucide-react';
import type { BoardSummary } from '../../app/contract/index.ts';
import type { ClientSession } from '../client/session.tsx';
import type { MenuItem } from '../design/menu.tsx';
import { reportError, showToast } from '../design/messages.ts';
import { copyToBoard } from './copying.ts';
import type { FileQuestion } from './file-questions.tsx';
import { askNewProjectItem, namesIn } from './new-project-item.ts';
import { joinPath, parentPath, type TreeRow } from './project-tree.ts';

export interface ProjectFileContext {
  session: ClientSession;
  board: BoardSummary | null;
  ask: (question: FileQuestion) => void;
  /** A file or folder was made; the folder that it is in is to be shown. */
  onMade: (what: 'file' | 'folder', path: string, folder: string) => void;
  onRenamed: (from: string, to: string) => void;
  onRemoved: (path: string) => void;
  /** Saves what the editor holds of a file or folder, so that the board gets what the user sees. */
  saveOpenFiles: (path: string) => Promise<void>;
  /** Files on the board were written. */
  onBoardChanged: () => void;
}

export class ProjectFileActions {
  readonly #context: ProjectFileContext;

  constructor(context: ProjectFileContext) {
    this.#context = context;
  }

  newItem(what: 'file' | 'folder', folder: string): void {
    const { session, ask, onMade } = this.#context;
    const { files } = session.project.getState();
    const service = session.host.services.project;
    askNewProjectItem({ what, folder, files, ask, service }, (path) => onMade(what, path, folder));
  }

  rename({ path, name }: TreeRow): void {
    const { session, ask, onRenamed } = this.#context;
    const folder = parentPath(path);
    const rename = async (newName: string) => {
      const to = joinPath(folder, newName);
      await session.host.services.project.rename(path, to);
      onRenamed(path, to);
    };
    const answer = (newName: string) => void rename(newName).catch(reportError);
    ask({ kind: 'rename', name, taken: namesIn(session.project.getState().files, folder), answer });
  }

  remove({ path, name, kind }: TreeRow): void {
    const { session, ask, onRemoved } = this.#context;
    const remove = async () => {
      await session.host.services.project.remove(path);
      onRemoved(path);
    };
    const answer = () => void remove().catch(reportError);
    ask({ kind: 'remove', name, isFolder: kind === 'folder', where: 'on this computer', answer });
  }

  /** Copies a file, or a folder with all it holds, to the same place on the board. */
  async saveToBoard({ path, name }: TreeRow): Promise<void> {
    const { session, board, saveOpenFiles, onBoardChanged } = this.#context;
    if (board === null) return;
    await saveOpenFiles(path);
    const { files } = session.project.getState();
    const count = await copyToBoard(session.host.services, board.address, path, files);
    showToast('done', count === 1 ? `${name} is on the board.` : `${count} files of ${name} are on the board.`);
    onBoardChanged();
  }

  menuOf(row: TreeRow): MenuItem[] {
    const folder = row.kind === 'folder' ? row.path : parentPath(row.path);
    const save = () => void this.saveToBoard(row).catch(reportError);
    const canSave = this.#context.board?.state.kind === 'ready';
    return [
      { kind: 'item', label: 'Save to the board', icon: <Upload size={14} />, disabled: !canSave, choose: save },
      { kind: 'separator', id: 'new' },
      { kind: 'item', label: 'New file…', icon: <FilePlus2 size={14} />, choose: () => this.newItem('file', folder) },
      {
        kind: 'item',
        label: 'New folder…',
        icon: <FolderPlus size={14} />,
        choose: () => this.newItem('folder', folder),
      },
      { kind: 'separator', id: 'change' },
      { kind: 'item', label: 'Rename…', icon: <Pencil size={14} />, shortcut: 'F2', choose: () => this.rename(row) },
      {
        kind: 'item',
        label: 'Delete…',
        icon: <Trash2 size={14} />,
        shortcut: 'Delete',
        danger: true,
        choose: () => this.remove(row),
      },
    ];
  }
}
