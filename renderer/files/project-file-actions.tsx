/** What can be done with files of the project, and the menu that offers it. */
import { FilePlus2, FolderPlus, Info, Pencil, Trash2, Upload } from 'lucide-react';
import type { BoardSummary } from '../../app/contract/index.ts';
import type { ClientSession } from '../client/session.tsx';
import type { MenuItem } from '../design/menu.tsx';
import { reportError, showToast } from '../design/messages.ts';
import { type CopyOutcome, copyFiles, dropIntoProject, type OwnWork, outcomeSentence } from './copying.ts';
import type { FileDrop } from './file-drag.ts';
import { askConflicts, type FileQuestion } from './file-questions.tsx';
import { askNewProjectItem, namesIn } from './new-project-item.ts';
import { baseName, joinPath, parentPath, rowsInWords, type TreeRow } from './project-tree.ts';

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
  /** What Bramble put on the board itself. */
  ours: OwnWork;
  /** Files on the board were written. */
  onBoardChanged: () => void;
}

const here = 'on this computer';

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

  namesBeside({ path, name }: TreeRow): Set<string> {
    const names = namesIn(this.#context.session.project.getState().files, parentPath(path));
    names.delete(name);
    return names;
  }

  rename({ path }: TreeRow, name: string): void {
    this.#move(path, joinPath(parentPath(path), name)).catch(reportError);
  }

  remove(rows: readonly TreeRow[]): void {
    const { session, ask, onRemoved } = this.#context;
    const remove = async () => {
      for (const { path } of outermost(rows)) {
        await session.host.services.project.remove(path);
        onRemoved(path);
      }
    };
    const answer = () => void remove().catch(reportError);
    ask({ kind: 'remove', ...rowsInWords(rows), where: here, answer });
  }

  properties({ path, name }: TreeRow): void {
    const { session, ask } = this.#context;
    ask({ kind: 'properties', name, where: here, fetch: () => session.host.services.project.properties(path) });
  }

  /** Copies files, and folders with all they hold, to the same places on the board. */
  async saveToBoard(rows: readonly TreeRow[]): Promise<void> {
    const { session, board, ours, saveOpenFiles, onBoardChanged, ask } = this.#context;
    if (board === null) return;
    const total: CopyOutcome = { copied: 0, same: 0 };
    for (const { path } of outermost(rows)) {
      await saveOpenFiles(path);
      const request = {
        address: board.address,
        direction: 'to-board',
        sources: [path],
        folder: `/${parentPath(path)}`,
        ours,
      } as const;
      const outcome = await copyFiles(session.host.services, request, askConflicts(ask, 'on the board'));
      if (outcome === null) break;
      total.copied += outcome.copied;
      total.same += outcome.same;
    }
    if (total.copied + total.same > 0) showToast('done', outcomeSentence(total, 'on the board'));
    onBoardChanged();
  }

  /** Takes what was dropped on a folder of the project. */
  async take(drop: FileDrop, folder: string): Promise<void> {
    const { session, ask } = this.#context;
    const ends = session.host.services;
    if (drop.kind === 'project') {
      for (const path of drop.paths) await this.#move(path, joinPath(folder, baseName(path)));
      return;
    }
    const asking = askConflicts(ask, here);
    const fromBoard = (address: string, sources: string[]) =>
      copyFiles(ends, { address, direction: 'to-project', sources, folder }, asking);
    const outcome =
      drop.kind === 'desktop'
        ? await dropIntoProject(ends, drop.files, folder, asking)
        : await fromBoard(drop.address, drop.paths);
    if (outcome !== null) showToast('done', outcomeSentence(outcome, here));
  }

  menuOf(rows: [TreeRow, ...TreeRow[]], rename: () => void): MenuItem[] {
    const [row] = rows;
    const folder = row.kind === 'folder' ? row.path : parentPath(row.path);
    const save = () => void this.saveToBoard(rows).catch(reportError);
    const canSave = this.#context.board?.state.kind === 'ready';
    const one: MenuItem[] = [
      { kind: 'item', label: 'New file…', icon: <FilePlus2 size={14} />, choose: () => this.newItem('file', folder) },
      {
        kind: 'item',
        label: 'New folder…',
        icon: <FolderPlus size={14} />,
        choose: () => this.newItem('folder', folder),
      },
      { kind: 'separator', id: 'change' },
      { kind: 'item', label: 'Rename', icon: <Pencil size={14} />, shortcut: 'F2', choose: rename },
    ];
    return [
      { kind: 'item', label: 'Save to the board', icon: <Upload size={14} />, disabled: !canSave, choose: save },
      { kind: 'separator', id: 'new' },
      ...(rows.length === 1 ? one : []),
      {
        kind: 'item',
        label: 'Delete…',
        icon: <Trash2 size={14} />,
        shortcut: 'Delete',
        danger: true,
        choose: () => this.remove(rows),
      },
      ...(rows.length === 1 ? this.#propertiesItem(row) : []),
    ];
  }

  #propertiesItem(row: TreeRow): MenuItem[] {
    return [
      { kind: 'separator', id: 'properties' },
      { kind: 'item', label: 'Properties', icon: <Info size={14} />, choose: () => this.properties(row) },
    ];
  }

  async #move(from: string, to: string): Promise<void> {
    if (from === to) return;
    const { session, onRenamed } = this.#context;
    await session.host.services.project.rename(from, to);
    onRenamed(from, to);
  }
}

/** Without what lies in another one of them: it goes along with its folder. */
export function outermost<T extends { path: string }>(rows: readonly T[]): T[] {
  return rows.filter(({ path }) => !rows.some((other) => path.startsWith(`${other.path}/`)));
}
