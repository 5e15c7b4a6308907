/** What can be done with files on a board, and the menu that offers it. */
import { ArrowDownToLine, Download, FilePlus2, FolderPlus, Info, Pencil, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ClientSession } from '../client/session.tsx';
import type { MenuItem } from '../design/menu.tsx';
import { reportError, showToast } from '../design/messages.ts';
import type { BoardFilesModel } from './board-files.ts';
import { type CopyOutcome, copyFiles, dropOntoBoard, outcomeSentence } from './copying.ts';
import type { FileDrop } from './file-drag.ts';
import { askConflicts, type FileQuestion } from './file-questions.tsx';
import { outermost } from './project-file-actions.tsx';
import { baseName, joinPath, parentPath, rowsInWords, type TreeRow } from './project-tree.ts';
import { saveDownload } from './save-download.ts';

export interface BoardFileContext {
  session: ClientSession;
  model: BoardFilesModel;
  /** Whether the board can be asked now. */
  ready: boolean;
  ask: (question: FileQuestion) => void;
  onOpen: (path: string) => void;
  onRemoved: (path: string) => void;
  /** Saves what the editor holds of a file or folder of the project. */
  saveOpenFiles: (path: string) => Promise<void>;
}

const there = 'on the board';

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
    const where = folder === '/' ? there : `in ${folder} ${there}`;
    ask({ kind: 'new', what, where, taken: model.namesIn(folder), answer });
  }

  namesBeside({ path, name }: TreeRow): Set<string> {
    const names = this.#context.model.namesIn(parentPath(path));
    names.delete(name);
    return names;
  }

  rename({ path }: TreeRow, name: string): void {
    this.#change((files, address) => files.rename(address, path, joinPath(parentPath(path), name)));
  }

  remove(rows: readonly TreeRow[]): void {
    const { ready, ask, onRemoved } = this.#context;
    if (!ready) return;
    const answer = () =>
      this.#change(async (files, address) => {
        for (const { path } of outermost(rows)) {
          await files.remove(address, path);
          onRemoved(path);
        }
      });
    ask({ kind: 'remove', ...rowsInWords(rows), where: there, answer });
  }

  properties({ path, name }: TreeRow): void {
    const { session, model, ask } = this.#context;
    const fetch = () => session.host.services.files.properties(model.address, path);
    ask({ kind: 'properties', name, where: there, fetch });
  }

  /** Copies files, and folders with all they hold, to the same places in the project. */
  async copyToProject(rows: readonly TreeRow[]): Promise<void> {
    const { session, model, ask } = this.#context;
    const total: CopyOutcome = { copied: 0, same: 0 };
    for (const { path } of outermost(rows)) {
      const folder = parentPath(path).slice(1);
      const request = { address: model.address, direction: 'to-project', sources: [path], folder } as const;
      const outcome = await copyFiles(session.host.services, request, askConflicts(ask, 'on this computer'));
      if (outcome === null) break;
      total.copied += outcome.copied;
      total.same += outcome.same;
    }
    if (total.copied + total.same > 0) showToast('done', outcomeSentence(total, 'on this computer'));
  }

  /** Takes what was dropped on a folder of the board. */
  async take(drop: FileDrop, folder: string): Promise<void> {
    const { session, model, ask, saveOpenFiles } = this.#context;
    const { address } = model;
    const ends = session.host.services;
    const asking = askConflicts(ask, there);
    let outcome: CopyOutcome | null = null;
    if (drop.kind === 'board') {
      if (drop.address !== address) return;
      for (const path of drop.paths) {
        const target = joinPath(folder, baseName(path));
        if (target !== path) await ends.files.rename(address, path, target);
      }
    } else if (drop.kind === 'project') {
      for (const path of drop.paths) await saveOpenFiles(path);
      outcome = await copyFiles(
        ends,
        { address, direction: 'to-board', sources: drop.paths, folder, ours: model.ours },
        asking,
      );
    } else outcome = await dropOntoBoard(ends, address, drop.files, folder, asking);
    if (outcome !== null) showToast('done', outcomeSentence(outcome, there));
    await model.refresh();
  }

  async download({ path, name }: TreeRow): Promise<void> {
    const { session, model } = this.#context;
    saveDownload(name, await session.host.services.files.read(model.address, path));
  }

  menuOf(rows: [TreeRow, ...TreeRow[]], rename: () => void): MenuItem[] {
    const [row] = rows;
    const folder = row.kind === 'folder' ? row.path : parentPath(row.path);
    const attempt = (work: Promise<void>) => void work.catch(reportError);
    const item = (label: string, icon: ReactNode, choose: () => void): Extract<MenuItem, { kind: 'item' }> => ({
      kind: 'item',
      label,
      icon,
      choose,
      disabled: !this.#context.ready,
    });
    const isOne = rows.length === 1;
    const one: MenuItem[] = [
      item('New file…', <FilePlus2 size={14} />, () => this.newItem('file', folder)),
      item('New folder…', <FolderPlus size={14} />, () => this.newItem('folder', folder)),
      { kind: 'separator', id: 'change' },
      { ...item('Rename', <Pencil size={14} />, rename), shortcut: 'F2' },
    ];
    const properties: MenuItem[] = [
      { kind: 'separator', id: 'properties' },
      item('Properties', <Info size={14} />, () => this.properties(row)),
    ];
    return [
      item('Copy to this computer', <ArrowDownToLine size={14} />, () => attempt(this.copyToProject(rows))),
      ...(isOne && row.kind === 'file'
        ? [item('Download…', <Download size={14} />, () => attempt(this.download(row)))]
        : []),
      { kind: 'separator', id: 'new' },
      ...(isOne ? one : []),
      { ...item('Delete…', <Trash2 size={14} />, () => this.remove(rows)), shortcut: 'Delete', danger: true },
      ...(isOne ? properties : []),
    ];
  }

  /** Changes files, then lists them anew, also when only a part was changed. */
  #change(work: (files: ClientSession['host']['services']['files'], address: string) => Promise<void>): void {
    const { session, model } = this.#context;
    work(session.host.services.files, model.address)
      .catch(reportError)
      .finally(() => void model.refresh());
  }
}
