/** How the files on a board are shown to people. Pure: entries in, lines out. */
import { visible } from '../../../../app/base/index.ts';

export interface ListedEntry {
  /** Relative to what was listed, `lib/wifi.py`. */
  path: string;
  kind: 'file' | 'folder';
  /** 0 for a folder. */
  sizeBytes: number;
}

/** The lines of `ls`: sizes in bytes, folders first-class with a `/`, as mpremote writes them. */
export function listingLines(entries: readonly ListedEntry[]): string[] {
  return entries.map(
    ({ path, kind, sizeBytes }) => `${String(sizeBytes).padStart(12)} ${visible(path)}${kind === 'folder' ? '/' : ''}`,
  );
}

/** The lines of `tree` below its root. `entries` are depth first, a folder before what it holds. */
export function treeLines(entries: readonly ListedEntry[], options: { sizes: boolean }): string[] {
  const lines: string[] = [];
  const childrenOf = Map.groupBy(entries, ({ path }) => parentOf(path));
  const draw = (folder: string, indent: string): void => {
    const children = childrenOf.get(folder) ?? [];
    for (const [index, { path, kind, sizeBytes }] of children.entries()) {
      const last = index === children.length - 1;
      const size = options.sizes && kind === 'file' ? `[${String(sizeBytes).padStart(7)}]  ` : '';
      lines.push(`${indent}${last ? '└── ' : '├── '}${size}${visible(path.slice(path.lastIndexOf('/') + 1))}`);
      if (kind === 'folder') draw(path, `${indent}${last ? '    ' : '│   '}`);
    }
  };
  draw('', '');
  return lines;
}

/** A size as people say it: `512 bytes`, `12.4 KB`, with 1024 bytes to the KB as on a flash chip. */
export function sizeForPeople(bytes: number): string {
  if (bytes < 1024) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  const kilobytes = bytes / 1024;
  return kilobytes < 1024 ? `${kilobytes.toFixed(1)} KB` : `${(kilobytes / 1024).toFixed(1)} MB`;
}

/** `1 file`, `3 files`. */
export function filesInWords(count: number): string {
  return `${count} ${count === 1 ? 'file' : 'files'}`;
}

/** `1 folder`, `3 folders`. */
export function foldersInWords(count: number): string {
  return `${count} ${count === 1 ? 'folder' : 'folders'}`;
}

/** `3 files are the same`. */
export function sameInWords(count: number): string {
  return `${filesInWords(count)} ${count === 1 ? 'is' : 'are'} the same`;
}

/** What became of files, such as `2 files restored, 1 removed`; counts of 0 are not worth a word. */
export function changesInWords(changes: readonly [count: number, what: string][]): string {
  const told = changes.filter(([count]) => count > 0);
  return told.map(([count, what], index) => `${index === 0 ? filesInWords(count) : count} ${what}`).join(', ');
}

function parentOf(path: string): string {
  const end = path.lastIndexOf('/');
  return end < 0 ? '' : path.slice(0, end);
}
