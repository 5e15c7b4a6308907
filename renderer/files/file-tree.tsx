/**
 * A tree of files: arrow keys move and fold, Enter opens, F2 renames in place, Delete removes, Ctrl and Shift choose several,
 * the mouse drags them, a menu has the rest.
 */
import { ChevronRight, Ellipsis, File, FileCode2, Folder, FolderOpen } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, useRef, useState } from 'react';
import { ContextMenu, type MenuItem } from '../design/menu.tsx';
import { formatBytes } from '../design/sizes.ts';
import { beginDrag, type FileSide } from './file-drag.ts';
import { FileNameField } from './file-name-field.tsx';
import {
  type ChoiceKind,
  choiceKind,
  choose,
  chooseAll,
  concerned,
  type FileSelection,
  nothingChosen,
  stillThere,
} from './file-selection.ts';
import type { TreeRow } from './project-tree.ts';

export interface FileTreeProps {
  label: string;
  side: FileSide;
  rows: readonly TreeRow[];
  /** The path of the file that the editor shows, to mark it. */
  shownPath: string | null;
  /** Whether files can be renamed now. */
  canChange: boolean;
  onOpen: (row: TreeRow) => void;
  onToggle: (row: TreeRow) => void;
  onRename: (row: TreeRow, name: string) => void;
  /** The names beside a row, which a new name may not be. */
  takenBeside: (row: TreeRow) => ReadonlySet<string>;
  onRemove: (rows: TreeRow[]) => void;
  /** For the rows that are chosen; `rename` begins to rename the row that the menu was opened on. */
  menuOf: (rows: [TreeRow, ...TreeRow[]], rename: () => void) => MenuItem[];
}

interface OpenMenu {
  row: TreeRow;
  at: { x: number; y: number };
}

export function FileTree(props: FileTreeProps) {
  const { label, side, rows, shownPath, canChange, onOpen, onToggle, menuOf } = props;
  const [focusPath, setFocusPath] = useState<string | null>(null);
  const [selected, setSelected] = useState<FileSelection>(nothingChosen);
  const [renaming, setRenaming] = useState<string | null>(null);
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const tree = useRef<HTMLDivElement>(null);
  const paths = rows.map(({ path }) => path);
  const selection = stillThere(selected, paths);
  // One row of the tree is reached by Tab, as in every tree: the last one that had the focus.
  const tabStop = focusPath !== null && paths.includes(focusPath) ? focusPath : (paths[0] ?? null);

  const focusRow = (row: TreeRow | undefined, choice: ChoiceKind | null) => {
    if (row === undefined) return;
    setFocusPath(row.path);
    if (choice !== null) setSelected(choose(selection, row.path, choice, paths));
    tree.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(row.path)}"]`)?.focus();
  };
  const activate = (row: TreeRow) => (row.kind === 'folder' ? onToggle(row) : onOpen(row));
  const rowsFor = (row: TreeRow): [TreeRow, ...TreeRow[]] => {
    const wanted = new Set(concerned(selection, row.path));
    return [row, ...rows.filter((other) => other !== row && wanted.has(other.path))];
  };
  const rename = (row: TreeRow) => canChange && setRenaming(row.path);
  const onKeyDown = (event: KeyboardEvent, row: TreeRow) => {
    const action = keyAction(event, row, rows);
    if (action === null) return;
    event.preventDefault();
    switch (action.kind) {
      case 'focus':
        return focusRow(action.row, event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? null : 'alone');
      case 'activate':
        return activate(row);
      case 'choose':
        return setSelected(choose(selection, row.path, 'toggle', paths));
      case 'choose-all':
        return setSelected(chooseAll(paths));
      case 'rename':
        return void rename(row);
      case 'remove':
        return props.onRemove(rowsFor(row));
      case 'menu':
        return setMenu({ row, at: menuPoint(event.currentTarget) });
    }
  };
  const openMenu = (event: MouseEvent, row: TreeRow) => {
    event.preventDefault();
    event.stopPropagation();
    setFocusPath(row.path);
    if (!selection.chosen.has(row.path)) setSelected(choose(selection, row.path, 'alone', paths));
    setMenu({ row, at: { x: event.clientX, y: event.clientY } });
  };
  const endRenaming = (row: TreeRow, name: string | null) => {
    setRenaming(null);
    focusRow(row, null);
    if (name !== null && name !== row.name) props.onRename(row, name);
  };
  return (
    <div className="file-tree" role="tree" aria-label={label} aria-multiselectable ref={tree}>
      {rows.map((row) => (
        <FileRow
          key={row.path}
          row={row}
          side={side}
          shown={row.path === shownPath}
          chosen={selection.chosen.has(row.path)}
          tabStop={row.path === tabStop}
          renaming={row.path === renaming ? { taken: props.takenBeside(row), onDone: endRenaming } : null}
          onClick={(event) => {
            const choice = choiceKind(event);
            focusRow(row, choice);
            if (choice === 'alone') activate(row);
          }}
          onDrag={(data) => {
            const dragged = rowsFor(row).map(({ path }) => path);
            setSelected({ chosen: new Set(dragged), anchor: row.path });
            beginDrag(data, side, dragged);
          }}
          onKeyDown={(event) => onKeyDown(event, row)}
          onMenu={(event) => openMenu(event, row)}
        />
      ))}
      {menu !== null && (
        <ContextMenu
          label={menu.row.name}
          items={menuOf(rowsFor(menu.row), () => rename(menu.row))}
          at={menu.at}
          onClose={() => setMenu(null)}
        />
      )}
    </div>
  );
}

interface FileRowProps {
  row: TreeRow;
  side: FileSide;
  shown: boolean;
  chosen: boolean;
  tabStop: boolean;
  renaming: { taken: ReadonlySet<string>; onDone: (row: TreeRow, name: string | null) => void } | null;
  onClick: (event: MouseEvent) => void;
  onDrag: (data: DataTransfer) => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onMenu: (event: MouseEvent) => void;
}

function FileRow(props: FileRowProps) {
  const { row, shown, chosen, tabStop, renaming, onClick, onDrag, onKeyDown, onMenu } = props;
  const isRenaming = renaming !== null;
  return (
    <div
      role="treeitem"
      aria-level={row.level}
      aria-label={row.name}
      aria-expanded={row.kind === 'folder' ? row.expanded : undefined}
      aria-selected={chosen}
      aria-current={shown ? 'true' : undefined}
      tabIndex={tabStop ? 0 : -1}
      data-path={row.path}
      data-kind={row.kind}
      className="file-row"
      style={{ paddingLeft: 8 + (row.level - 1) * 14 }}
      draggable={!isRenaming}
      onDragStart={(event) => onDrag(event.dataTransfer)}
      onClick={isRenaming ? undefined : onClick}
      onKeyDown={isRenaming ? undefined : onKeyDown}
      onContextMenu={onMenu}
    >
      <FileIcon row={row} />
      {renaming === null ? (
        <span className="file-name">{row.name}</span>
      ) : (
        <FileNameField name={row.name} taken={renaming.taken} onDone={(name) => renaming.onDone(row, name)} />
      )}
      {row.kind === 'file' && !isRenaming && <span className="file-size">{formatBytes(row.sizeBytes)}</span>}
      {!isRenaming && (
        <button
          type="button"
          className="icon-button file-more"
          tabIndex={-1}
          aria-label={`What to do with ${row.name}`}
          onClick={onMenu}
        >
          <Ellipsis size={14} />
        </button>
      )}
    </div>
  );
}

function FileIcon({ row }: { row: TreeRow }) {
  if (row.kind === 'folder') {
    const Icon = row.expanded ? FolderOpen : Folder;
    return (
      <>
        <ChevronRight
          className={row.expanded ? 'file-chevron file-chevron-open' : 'file-chevron'}
          size={13}
          aria-hidden
        />
        <Icon className="file-icon" size={14} aria-hidden />
      </>
    );
  }
  const Icon = row.name.endsWith('.py') ? FileCode2 : File;
  return <Icon className="file-icon file-icon-leaf" size={14} aria-hidden />;
}

type KeyAction =
  | { kind: 'focus'; row: TreeRow | undefined }
  | { kind: 'activate' }
  | { kind: 'choose' }
  | { kind: 'choose-all' }
  | { kind: 'rename' }
  | { kind: 'remove' }
  | { kind: 'menu' };

/** https://www.w3.org/WAI/ARIA/apg/patterns/treeview/#keyboardinteraction */
function keyAction(event: KeyboardEvent, row: TreeRow, rows: readonly TreeRow[]): KeyAction | null {
  const index = rows.indexOf(row);
  const parent = rows.slice(0, index).findLast(({ level }) => level < row.level);
  switch (event.key) {
    case 'ArrowDown':
      return { kind: 'focus', row: rows[index + 1] };
    case 'ArrowUp':
      return { kind: 'focus', row: rows[index - 1] };
    case 'Home':
      return { kind: 'focus', row: rows[0] };
    case 'End':
      return { kind: 'focus', row: rows.at(-1) };
    case 'ArrowRight':
      if (row.kind === 'folder' && !row.expanded) return { kind: 'activate' };
      return { kind: 'focus', row: row.kind === 'folder' ? rows[index + 1] : undefined };
    case 'ArrowLeft':
      return row.expanded ? { kind: 'activate' } : { kind: 'focus', row: parent };
    case 'Enter':
      return { kind: 'activate' };
    case ' ':
      return event.ctrlKey || event.metaKey ? { kind: 'choose' } : { kind: 'activate' };
    case 'a':
      return event.ctrlKey || event.metaKey ? { kind: 'choose-all' } : null;
    case 'F2':
      return { kind: 'rename' };
    case 'Delete':
      return { kind: 'remove' };
    case 'ContextMenu':
      return { kind: 'menu' };
    case 'F10':
      return event.shiftKey ? { kind: 'menu' } : null;
    default:
      return null;
  }
}

function menuPoint(row: Element): { x: number; y: number } {
  const box = row.getBoundingClientRect();
  return { x: box.left + 24, y: box.bottom };
}
