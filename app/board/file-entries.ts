/** What is listed of a board's files: their shapes, what `os.stat` says of them, and their order. */

export type BoardFileKind = 'file' | 'folder';

export interface BoardFileEntry {
  name: string;
  kind: BoardFileKind;
  /** 0 for a folder. */
  sizeBytes: number;
}

export interface BoardTreeEntry {
  /** Below the folder that was asked for, such as `lib/wifi.py`; where several paths were asked for, absolute. */
  path: string;
  kind: BoardFileKind;
  sizeBytes: number;
}

/** A flag of `st_mode`. */
const folderMode = 0x4000;

export function entryOf([name, mode, size]: readonly [string, number, number]): BoardFileEntry {
  return { name, ...kindAndSize(mode, size) };
}

export function kindAndSize(mode: number, size: number): { kind: BoardFileKind; sizeBytes: number } {
  return (mode & folderMode) !== 0 ? { kind: 'folder', sizeBytes: 0 } : { kind: 'file', sizeBytes: size };
}

export function byName(a: BoardFileEntry, b: BoardFileEntry): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/** Part by part, so that a folder comes right before what it holds. */
export function compareParts(a: readonly string[], b: readonly string[]): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const [left = '', right = ''] = [a[index], b[index]];
    if (left !== right) return left < right ? -1 : 1;
  }
  return a.length - b.length;
}
