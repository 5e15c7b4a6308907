/** A log file of the user's into the log, a piece at a time, as `bramble syslog import` does: compressed by gzip or not. */
import { BrambleError } from '../../../app/base/index.ts';
import type { SyslogService } from '../../../app/contract/index.ts';
import { wholeLines } from './whole-lines.ts';

/** What the browser gives of a file that the user chose. */
export type ChosenFile = Pick<File, 'name' | 'size' | 'lastModified' | 'slice' | 'stream'>;

export interface ImportedFile {
  lines: number;
  /** How many of them could not be read: they are stored as they are. */
  unread: number;
}

export interface ImportOptions {
  syslog: Pick<SyslogService, 'importPiece'>;
  signal: AbortSignal;
  /** How much of the file was read, in bytes, and what came of it so far. */
  onProgress: (readBytes: number, imported: ImportedFile) => void;
}

/** Rejects with `file-unreadable`, with `log-store`, and with the signal's reason; what stood before is in the log then. */
export async function importFile(
  file: ChosenFile,
  { syslog, signal, onProgress }: ImportOptions,
): Promise<ImportedFile> {
  const { name, lastModified } = file;
  const ofFile = {
    name: nameInLog(name),
    modifiedMs: Math.max(0, Math.round(lastModified)),
    zoneOffsetMinutes: -new Date(lastModified).getTimezoneOffset(),
  };
  let readBytes = 0;
  const noteRead = (bytes: number) => {
    readBytes += bytes;
  };
  const imported = { lines: 0, unread: 0 };
  let lastTimeMs: number | null = null;
  let isFirst = true;
  for await (const bytes of wholeLines(contentOf(file, noteRead))) {
    signal.throwIfAborted();
    const came = await syslog.importPiece({ ...ofFile, isFirst, lastTimeMs, bytes });
    imported.lines += came.lines;
    imported.unread += came.unread;
    lastTimeMs = came.lastTimeMs;
    isFirst = false;
    onProgress(readBytes, { ...imported });
  }
  signal.throwIfAborted();
  return imported;
}

const longestName = 255;

/** A file system may allow what no address in the log has. */
function nameInLog(name: string): string {
  return name.replace(/[/\\\0]/g, '_').slice(-longestName) || '_';
}

/** `noteRead` is told how many bytes of the file itself were read. */
async function* contentOf(file: ChosenFile, noteRead: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  let isCompressed = false;
  try {
    const start = new Uint8Array(await new Response(file.slice(0, 2).stream()).arrayBuffer());
    isCompressed = start[0] === 0x1f && start[1] === 0x8b;
    const counted = file.stream().pipeThrough(
      new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform(chunk, controller) {
          noteRead(chunk.length);
          controller.enqueue(chunk);
        },
      }),
    );
    const content = isCompressed ? counted.pipeThrough(new DecompressionStream('gzip')) : counted;
    const reader = content.getReader();
    try {
      for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
    } finally {
      // Whoever stops in the middle lets go of the file.
      await reader.cancel().catch(() => undefined);
    }
  } catch (error) {
    const problem = isCompressed ? 'is broken' : 'cannot be read';
    const reason = error instanceof Error ? error.message : String(error);
    throw new BrambleError('file-unreadable', `${file.name} ${problem}: ${reason.replace(/\.$/, '')}.`, {
      cause: error,
    });
  }
}
