/**
 * Writes files and folders to a board, each file whole or not at all: by the agent's stream where that pays and works, else by plain
 * source. It knows what the ways cost, not how they work.
 */
import { boardFileError } from '../file-errors.ts';
import type { RawBoard } from '../raw-board.ts';
import { execSnippetAbout } from '../snippet-answers.ts';
import { makeFoldersSnippet } from '../snippets.ts';
import { forgetNote } from '../sync/settle.ts';
import { abandonWrite, writeFile } from '../write-file.ts';
import { uploadByAgent } from './agent-upload.ts';
import type { Deflate, UploadEntry } from './upload-stream.ts';

export interface UploadOptions {
  /** Null sends everything as it is. */
  deflate: Deflate | null;
  /** Bytes of all files. */
  onProgress?: ((doneBytes: number, totalBytes: number) => void) | undefined;
  /** Is told of each entry as it is in place, in order. */
  onCommitted?: ((entry: UploadEntry) => void) | undefined;
}

/** The agent is 1.6 KB of source, the snippets of the plain way 1.2 KB for each file. */
const smallBytes = 2048;

/** In the order given: a folder before what goes into it. What was in place before a failure stays. */
export async function upload(raw: RawBoard, entries: readonly UploadEntry[], options: UploadOptions): Promise<void> {
  const [first] = entries;
  if (first === undefined) return;
  const only = entries.length === 1 ? first : null;
  if (only !== null && sizeOf(only) <= smallBytes) return uploadPlainly(raw, entries, options);
  const committed = await uploadStream(raw, entries, options);
  if (committed === entries.length) return;
  await forgetNote(raw);
  await uploadPlainly(raw, entries, options, committed);
}

/** Gives how many entries are in place; the rest is for the plain way. */
async function uploadStream(raw: RawBoard, entries: readonly UploadEntry[], options: UploadOptions): Promise<number> {
  const totalBytes = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  let committed = 0;
  try {
    const result = await uploadByAgent(raw, entries, {
      deflate: options.deflate,
      onShare: (share) => tell(raw, options, Math.floor(share * totalBytes), totalBytes),
      onCommitted: (count) => {
        const entry = entries[committed];
        committed = count;
        if (entry !== undefined) options.onCommitted?.(entry);
      },
    });
    const entry = entries[result.committed];
    if (entry !== undefined && result.failure?.kind === 'errno') throw boardFileError(result.failure.errno, entry.path);
    return result.committed;
  } catch (error) {
    const entry = entries[committed];
    if (entry?.kind !== 'file') throw error;
    throw await abandonWrite(raw, { path: entry.path, sizeBytes: sizeOf(entry), what: `Writing ${entry.path}`, error });
  }
}

async function uploadPlainly(
  raw: RawBoard,
  entries: readonly UploadEntry[],
  options: UploadOptions,
  from = 0,
): Promise<void> {
  const totalBytes = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  let doneBytes = entries.slice(0, from).reduce((sum, entry) => sum + sizeOf(entry), 0);
  for (const entry of entries.slice(from)) {
    if (entry.kind === 'folder') await makeFolder(raw, entry.path);
    else {
      const before = doneBytes;
      await writeFile(raw, entry.path, entry.bytes, (done) => tell(raw, options, before + done, totalBytes));
    }
    doneBytes += sizeOf(entry);
    options.onCommitted?.(entry);
  }
}

async function makeFolder(raw: RawBoard, path: string): Promise<void> {
  await execSnippetAbout(raw, makeFoldersSnippet(path), { what: `Making ${path}`, path });
}

function tell(raw: RawBoard, { onProgress }: UploadOptions, doneBytes: number, totalBytes: number): void {
  raw.progress(doneBytes, totalBytes);
  onProgress?.(doneBytes, totalBytes);
}

function sizeOf(entry: UploadEntry): number {
  return entry.kind === 'file' ? entry.bytes.length : 0;
}
