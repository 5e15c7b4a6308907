/** What is dragged onto a list of files: files of the other list, of this one, or of the computer's desktop. */

export type FileSide = { kind: 'project' } | { kind: 'board'; address: string };

export interface DroppedFile {
  /** Below the folder that it was dropped on, such as `lib/wifi.py`. */
  path: string;
  bytes: Uint8Array;
}

export type FileDrop =
  | { kind: 'project'; paths: string[] }
  | { kind: 'board'; address: string; paths: string[] }
  /** From outside of Bramble. Folders come as the files that they hold. */
  | { kind: 'desktop'; files: DroppedFile[] };

/** While something is dragged, a page sees its types only: the side stands there. */
const dragTypes = { project: 'application/x-bramble-project', board: 'application/x-bramble-board' } as const;
/** A board holds 848 KB; more than this at once is a mistake. */
const mostBytes = 16 * 1024 * 1024;
const mostFiles = 1000;

export function beginDrag(data: DataTransfer, side: FileSide, paths: readonly string[]): void {
  data.effectAllowed = 'copyMove';
  data.setData(dragTypes[side.kind], JSON.stringify({ ...side, paths }));
}

/** What dropping here would do, or null when nothing that can be taken is dragged. */
export function dropEffect(data: DataTransfer, onto: FileSide): 'move' | 'copy' | null {
  const types = new Set(data.types);
  if (types.has('Files')) return 'copy';
  const from = (['project', 'board'] as const).find((kind) => types.has(dragTypes[kind]));
  if (from === undefined) return null;
  return from === onto.kind ? 'move' : 'copy';
}

/**
 * Call it while the drop is handled: the browser forgets the data right after. Another page could write our types, too, but the host
 * checks every path that comes of it.
 */
export function readDrop(data: DataTransfer): Promise<FileDrop | null> {
  for (const type of Object.values(dragTypes)) {
    const text = data.getData(type);
    if (text !== '') return Promise.resolve(JSON.parse(text) as FileDrop);
  }
  if (![...data.types].includes('Files')) return Promise.resolve(null);
  const items = [...data.items].filter(({ kind }) => kind === 'file');
  const entries = items.map((item) => item.webkitGetAsEntry() ?? item.getAsFile());
  return readEntries(entries.filter((entry) => entry !== null)).then((files) => ({ kind: 'desktop', files }));
}

/** A file that is no part of a file system, such as a picture dragged out of another page, comes as it is. */
type Entry = FileSystemEntry | File;

async function readEntries(entries: readonly Entry[]): Promise<DroppedFile[]> {
  const files: DroppedFile[] = [];
  let bytes = 0;
  const add = async (entry: Entry, folder: string): Promise<void> => {
    const path = folder + entry.name;
    if (isFolder(entry)) {
      for (const child of await childrenOf(entry)) await add(child, `${path}/`);
      return;
    }
    const file = entry instanceof File ? entry : await fileOf(entry as FileSystemFileEntry);
    bytes += file.size;
    if (bytes > mostBytes || files.length >= mostFiles) {
      throw new Error('That is more than 16 MB or 1,000 files, more than any board holds. Drop a part of it.');
    }
    files.push({ path, bytes: new Uint8Array(await file.arrayBuffer()) });
  };
  for (const entry of entries) await add(entry, '');
  return files;
}

function isFolder(entry: Entry): entry is FileSystemDirectoryEntry {
  return !(entry instanceof File) && entry.isDirectory;
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** The browser gives a folder in pieces, and an empty one at the end. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const piece = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (piece.length === 0) return children;
    children.push(...piece);
  }
}
