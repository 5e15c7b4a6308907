/**
 * A change of several files on a board that becomes visible as a whole: the new files are staged beside the old ones, a journal that
 * is renamed into place makes the change count, and then its lines are performed (app/micropython/agent/settle.py). Pure: the change
 * in, what is to be uploaded out.
 */
import { encode } from '../bytes.ts';
import type { UploadEntry } from '../transfer/upload-stream.ts';

export interface BoardChange {
  /** What goes first, a folder with all it holds. Nothing of another kind than `kind` is removed. */
  remove: readonly { path: string; kind: 'file' | 'folder' }[];
  /** Made where they are missing, a folder before what goes into it. */
  folders: readonly string[];
  files: readonly { path: string; bytes: Uint8Array }[];
}

/** `[step, path, operand]`, as the agent reads them. */
type JournalLine = ['x', string, boolean] | ['d', string, 0] | ['m', string, number];

/** The files to stage, the journal last. `base` is the top of the file system that the change is on: '' or such as `/sd`. */
export function stagedEntries(change: BoardChange, base: string): UploadEntry[] {
  const staged = change.files.map(({ bytes }, index): UploadEntry => {
    return { kind: 'file', path: `${base}/.bramble-sync.${index}`, bytes };
  });
  return [...staged, { kind: 'file', path: `${base}/.bramble-sync.journal`, bytes: encode(journalOf(change)) }];
}

function journalOf({ remove, folders, files }: BoardChange): string {
  const lines: JournalLine[] = [
    ...remove.map(({ path, kind }): JournalLine => ['x', path, kind === 'folder']),
    ...folders.map((path): JournalLine => ['d', path, 0]),
    ...files.map(({ path }, index): JournalLine => ['m', path, index]),
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** littlefs keeps files of up to an eighth of a block in their folder, and the others in whole blocks. */
const inlineShare = 8;

/** What the files take on the flash at the least. */
export function neededBytes(sizes: readonly number[], blockBytes: number): number {
  if (blockBytes === 0) return sizes.reduce((sum, size) => sum + size, 0);
  const needed = (size: number) =>
    size <= blockBytes / inlineShare ? size : Math.ceil(size / blockBytes) * blockBytes;
  return sizes.reduce((sum, size) => sum + needed(size), 0);
}
