/** A tree of files: arrow keys move and fold, Enter opens, F2 renames, Delete removes, a menu has the rest. */
import { ChevronRight, Ellipsis, File, FileCode2, Folder, FolderOpen } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, useRef, useState } from 'react';
import { ContextMenu, type MenuItem } from '../design/menu.tsx';
import { formatBytes } from '../design/sizes.ts';
import type { TreeRow } from './project-tree.ts';

export interface FileTreeProps {
  label: string;
  rows: readonly TreeRow[];
  /** The path of the file that the editor shows, to mark it. */
  shownPath: string | null;
  onOpen: (row: TreeRow) => void;
  onToggle: (row: TreeRow) => void;
  onRename: (row: TreeRow) => void;
  onRemove: (row: TreeRow) => void;
  menuOf: (row: TreeRow) => MenuItem[];
}

interface OpenMenu {
  row: TreeRow;
  at: { x: number; y: number };
}

export function FileTree(props: FileTreeProps) {
  const { label, rows, shownPath, onOpen, onToggle, menuOf } = props;
  const [focusPath, setFocusPath] = useState<string | null>(null);
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const tree = useRef<HTMLDivElement>(null);
  // One row of the tree is reached by Tab, as in every tree: the last one that had the focus.
  const tabStop = rows.some(({ path }) => path === focusPath) ? focusPath : (rows[0]?.path ?? null);

  const focusRow = (row: TreeRow | undefined) => {
    if (row === undefined) return;
    setFocusPath(row.path);
    tree.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(row.path)}"]`)?.focus();
  };
  const activate = (row: TreeRow) => (row.kind === 'folder' ? onToggle(row) : onOpen(row));
  const onKeyDown = (event: KeyboardEvent, row: TreeRow) => {
    const action = keyAction(event, row, rows);
    if (action === null) return;
    event.preventDefault();
    if (action.kind === 'focus') focusRow(action.row);
    else if (action.kind === 'activate') activate(row);
    else if (action.kind === 'rename') props.onRename(row);
    else if (action.kind === 'remove') props.onRemove(row);
    else setMenu({ row, at: menuPoint(event.currentTarget) });
  };
  const openMenu = (event: MouseEvent, row: TreeRow) => {
    event.preventDefault();
    event.stopPropagation();
    setFocusPath(row.path);
    setMenu({ row, at: { x: event.clientX, y: event.clientY } });
  };
  return (
    <div className="file-tree" role="tree" aria-label={label} ref={tree}>
      {rows.map((row) => (
        <FileRow
          key={row.path}
          row={row}
          shown={row.path === shownPath}
          tabStop={row.path === tabStop}
          onActivate={() => {
            focusRow(row);
            activate(row);
          }}
          onKeyDown={(event) => onKeyDown(event, row)}
          onMenu={(event) => openMenu(event, row)}
        />
      ))}
      {menu !== null && (
        <ContextMenu label={menu.row.name} items={menuOf(menu.row)} at={menu.at} onClose={() => setMenu(null)} />
      )}
    </div>
  );
}

interface FileRowProps {
  row: TreeRow;
  shown: boolean;
  tabStop: boolean;
  onActivate: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onMenu: (event: MouseEvent) => void;
}

function FileRow({ row, shown, tabStop, onActivate, onKeyDown, onMenu }: FileRowProps) {
  return (
    <div
      role="treeitem"
      aria-level={row.level}
      aria-label={row.name}
      aria-expanded={row.kind === 'folder' ? row.expanded : undefined}
      aria-selected={shown}
      tabIndex={tabStop ? 0 : -1}
      data-path={row.path}
      className="file-row"
      style={{ paddingLeft: 8 + (row.level - 1) * 14 }}
      onClick={onActivate}
      onKeyDown={onKeyDown}
      onContextMenu={onMenu}
    >
      <FileIcon row={row} />
      <span className="file-name">{row.name}</span>
      {row.kind === 'file' && <span className="file-size">{formatBytes(row.sizeBytes)}</span>}
      <button
        type="button"
        className="icon-button file-more"
        tabIndex={-1}
        aria-label={`What to do with ${row.name}`}
        onClick={onMenu}
      >
        <Ellipsis size={14} />
      </button>
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
    case ' ':
      return { kind: 'activate' };
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
