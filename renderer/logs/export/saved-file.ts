/**
 * A file on the user's computer that the page writes: streamed to where the user says, in browsers that have the File System Access API
 * (https://wicg.github.io/file-system-access/), else collected and downloaded.
 */
import { BrambleError } from '../../../app/base/index.ts';
import { pageClock } from '../../client/page-clock.ts';

/** TypeScript's DOM has it not, as not every browser does; nor do pages that came over plain HTTP from another computer. */
declare const showSaveFilePicker:
  | ((options: { suggestedName: string; startIn: 'downloads' }) => Promise<FileSystemFileHandle>)
  | undefined;

export interface SavedFile {
  readonly name: string;
  /** Where the browser puts it is not known then. */
  readonly isDownload: boolean;
  /** How many rows it has room for; null for no bound. */
  readonly mostRows: number | null;
  write(text: string): Promise<void>;
  /** Has all that was written stand in the file. */
  finish(): Promise<void>;
  /** Forgets what was written: a file that was there before stays as it was. */
  discard(): Promise<void>;
}

/** A browser keeps what is downloaded in memory or in a store of its own until it is whole. */
const mostCollectedRows = 500_000;
const mostCollectedCharacters = 512 * 1024 * 1024;

/** How many rows a file would have room for; null for no bound. */
export function mostSavedRows(): number | null {
  return canStream() ? null : mostCollectedRows;
}

function canStream(): boolean {
  return typeof showSaveFilePicker === 'function';
}

/** To be called as the answer to a click or a key: only then may the page ask where. Null when the user chose no place. */
export async function openSavedFile(name: string, type: string): Promise<SavedFile | null> {
  if (typeof showSaveFilePicker !== 'function') return collectedFile(name, type);
  try {
    const handle = await showSaveFilePicker({ suggestedName: name, startIn: 'downloads' });
    return streamedFile(handle, await handle.createWritable());
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    if (error.name === 'AbortError') return null;
    // A policy of the browser's may forbid what it has; a download is another matter.
    if (error.name === 'NotAllowedError' || error.name === 'SecurityError') return collectedFile(name, type);
    throw notWritten(name, error);
  }
}

function streamedFile({ name }: FileSystemFileHandle, stream: FileSystemWritableFileStream): SavedFile {
  const told = async (step: Promise<void>) => {
    try {
      await step;
    } catch (error) {
      throw notWritten(name, error);
    }
  };
  return {
    name,
    isDownload: false,
    mostRows: null,
    write: (text) => told(stream.write(text)),
    finish: () => told(stream.close()),
    // A stream that failed has let go of its file already.
    discard: () => stream.abort().catch(() => undefined),
  };
}

function collectedFile(name: string, type: string): SavedFile {
  // A Blob a page: the browser may put them on the disk.
  let parts: Blob[] = [];
  let characters = 0;
  return {
    name,
    isDownload: true,
    mostRows: mostCollectedRows,
    async write(text) {
      characters += text.length;
      if (characters > mostCollectedCharacters) {
        throw new BrambleError(
          'not-supported',
          'The lines are longer than this browser can save at once. Search for fewer, or export them on the command line: ' +
            'bramble syslog export',
        );
      }
      parts.push(new Blob([text]));
    },
    async finish() {
      download(new Blob(parts, { type }), name);
      parts = [];
    },
    async discard() {
      parts = [];
    },
  };
}

/** How long a browser may take until it reads what it downloads. */
const keptMs = 60_000;

function download(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  pageClock.schedule(() => URL.revokeObjectURL(link.href), keptMs);
}

function notWritten(name: string, cause: unknown): BrambleError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const says = `${name} cannot be written: ${reason.replace(/\.$/, '')}. Choose another place, or make room on the disk.`;
  return new BrambleError('file-unreadable', says, { cause });
}
