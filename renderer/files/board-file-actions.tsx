/** What can be done with a file on a board, and the menu that offers it. */
import { ArrowDownToLine, Download, FilePlus2, FolderPlus, Pencil, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ClientSession } from '../client/session.tsx';
import type { MenuItem } from '../design/menu.tsx';
import { reportError, showToast } from '../design/messages.ts';
import type { BoardFilesModel } from './board-files.ts';
import { readBoardText } from './copying.ts';
import type { FileQuestion } from './file-questions.tsx';
import { joinPath, parentPath, type TreeRow } from './project-tree.ts';
import { saveDownload } from './save-download.ts';

export interface BoardFileContext {
  session: ClientSession;
  model: BoardFilesModel;
  /** Whether the board can be asked now. */
  ready: boolean;
  ask: (question: FileQuestion) => void;
  onOpen: (path: string) => void;
  onRemoved: (path: string) => void;
}

export class BoardFileActions {
  readonly #context: BoardFileContext;

  constructor(context: BoardFileContext) {
    this.#context = context;
  }

  newItem(what: 'file' | 'folder', folder: string): void {
    const { model, ask, onOpen } = this.#context;
    const answer = (name: string) =>
      this.#change(async (files, address) => {
        const path = joinPath(folder, name);
        if (what === 'folder') await files.makeFolder(address, path);
        else await files.write(address, path, new Uint8Array());
        if (what === 'file') onOpen(path);
      });
    const where = folder === '/' ? 'on the board' : `in ${folder} on the board`;
    ask({ kind: 'new', what, where, taken: model.namesIn(folder), answer });
  }

  rename({ path, name }: TreeRow): void {
    const { model, ready, ask } = this.#context;
    if (!ready) return;
    const folder = parentPath(path);
    const answer = (newName: string) =>
      this.#change((files, address) => files.rename(address, path, joinPath(folder, newName)));
    ask({ kind: 'rename', name, taken: model.namesIn(folder), answer });
  }

  remove({ path, name, kind }: TreeRow): void {
    const { ready, ask, onRemoved } = this.#context;
    if (!ready) return;
    const answer = () =>
      this.#change(async (files, address) => {
        await files.remove(address, path);
        onRemoved(path);
      });
    ask({ kind: 'remove', name, isFolder: kind === 'folder', where: 'on the board', answer });
  }

  /** Copies a text file to the same place in the project; asks before it writes over one. */
  async copyToProject({ path, name }: TreeRow): Promise<void> {
    const { session, model, ask } = this.#context;
    const { project, files } = session.host.services;
    const target = path.slice(1);
    const text = await readBoardText(files, model.address, path);
    const write = async () => {
      await project.write(target, text, null);
      showToast('done', `${name} is in the project.`);
    };
    const exists = session.project.getState().files.some((file) => file.path === target);
    if (!exists) await write();
    else
      ask({
        kind: 'overwrite',
        name: target,
        where: 'on this computer',
        answer: () => void write().catch(reportError),
      });
  }

  async download({ path, name }: TreeRow): Promise<void> {
    const { session, model } = this.#context;
    saveDownload(name, await session.host.services.files.read(model.address, path));
  }

  menuOf(row: TreeRow): MenuItem[] {
    const folder = row.kind === 'folder' ? row.path : parentPath(row.path);
    const attempt = (work: Promise<void>) => void work.catch(reportError);
    const item = (label: string, icon: ReactNode, choose: () => void): Extract<MenuItem, { kind: 'item' }> => ({
      kind: 'item',
      label,
      icon,
      choose,
      disabled: !this.#context.ready,
    });
    const ofFile: MenuItem[] = [
      item('Copy to this computer', <ArrowDownToLine size={14} />, () => attempt(this.copyToProject(row))),
      item('Download…', <Download size={14} />, () => attempt(this.download(row))),
      { kind: 'separator', id: 'new' },
    ];
    return [
      ...(row.kind === 'file' ? ofFile : []),
      item('New file…', <FilePlus2 size={14} />, () => this.newItem('file', folder)),
      item('New folder…', <FolderPlus size={14} />, () => this.newItem('folder', folder)),
      { kind: 'separator', id: 'change' },
      { ...item('Rename…', <Pencil size={14} />, () => this.rename(row)), shortcut: 'F2' },
      { ...item('Delete…', <Trash2 size={14} />, () => this.remove(row)), shortcut: 'Delete', danger: true },
    ];
  }

  /** Changes files, then lists them anew. */
  #change(work: (files: ClientSession['host']['services']['files'], address: string) => Promise<void>): void {
    const { session, model } = this.#context;
    const change = async () => {
      await work(session.host.services.files, model.address);
      await model.refresh();
    };
    change().catch(reportError);
  }
}
