/** The project's flat list of files as the rows of a tree, folded where the user folded it. */
import type { ProjectFile } from '../../app/contract/index.ts';

export interface TreeRow {
  /** Relative for the project, absolute for a board. */
  path: string;
  name: string;
  kind: 'file' | 'folder';
  sizeBytes: number;
  /** 1 for the top, as `aria-level` counts. */
  level: number;
  expanded: boolean;
}

/** The rows in view: what lies in a folder that is not expanded is left out. Folders come first, as lists of files have them. */
export function projectRows(files: readonly ProjectFile[], expanded: ReadonlySet<string>): TreeRow[] {
  const children = new Map<string, ProjectFile[]>();
  for (const file of files) {
    const parent = parentPath(file.path);
    children.set(parent, [...(children.get(parent) ?? []), file]);
  }
  const rows: TreeRow[] = [];
  const add = (parent: string, level: number) => {
    for (const { path, kind, sizeBytes } of (children.get(parent) ?? []).sort(byKindAndName)) {
      const open = kind === 'folder' && expanded.has(path);
      rows.push({ path, name: baseName(path), kind, sizeBytes, level, expanded: open });
      if (open) add(path, level + 1);
    }
  };
  add('', 1);
  return rows;
}

export function byKindAndName(a: { kind: string; path: string }, b: { kind: string; path: string }): number {
  if (a.kind !== b.kind) return a.kind === 'folder' ? -1 : 1;
  return a.path.localeCompare(b.path, 'en');
}

/** The folder that a path lies in: `lib` of `lib/wifi.py`, empty for the top; `/` of `/main.py` on a board. */
export function parentPath(path: string): string {
  const slash = path.lastIndexOf('/');
  if (slash === 0) return '/';
  return slash === -1 ? '' : path.slice(0, slash);
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function joinPath(folder: string, name: string): string {
  if (folder === '') return name;
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}

/** Rows as they are named in a question: `main.py`, or `3 items`; several counts a folder as what it holds. */
export function rowsInWords(rows: readonly TreeRow[]): { what: string; several: boolean } {
  const [first] = rows;
  const several = rows.length > 1 || first?.kind === 'folder';
  return { what: rows.length === 1 ? (first?.name ?? '') : `${rows.length} items`, several };
}
