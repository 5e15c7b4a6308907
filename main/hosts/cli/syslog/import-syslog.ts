/** `syslog import`: opens the files, and says what came of them. */
import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BrambleError } from '../../../../app/base/index.ts';
import { importLines } from '../../../syslog/store/import-lines.ts';
import { isSqliteError, storeError } from '../../../syslog/store/log-database.ts';
import { LogWriter } from '../../../syslog/store/log-writer.ts';
import type { CommandContext } from '../context.ts';
import { storeFileOf } from './store-file.ts';

const gzipStart = Buffer.of(0x1f, 0x8b);

export interface ImportSyslogOptions {
  store?: string;
}

export async function importSyslog(
  files: readonly string[],
  options: ImportSyslogOptions,
  context: CommandContext,
): Promise<void> {
  const storeFile = storeFileOf(options, context);
  // All of them before the first is stored: a name that is wrong must not leave half a job.
  const opened = await openAll(files);
  try {
    const writer = new LogWriter(storeFile);
    try {
      for (const each of opened) {
        const count = await importFile(each, { writer, storeFile, context });
        context.output.say(
          `${count} ${count === 1 ? 'line' : 'lines'} of ${each.file} ${count === 1 ? 'is' : 'are'} in the log.`,
        );
      }
    } finally {
      writer.dispose();
    }
  } finally {
    await Promise.all(opened.map(({ handle }) => handle.close()));
  }
}

interface OpenedFile {
  file: string;
  handle: FileHandle;
}

async function openAll(files: readonly string[]): Promise<OpenedFile[]> {
  const opened: OpenedFile[] = [];
  try {
    for (const file of files) {
      const handle = await open(file);
      opened.push({ file, handle });
      if (!(await handle.stat()).isDirectory()) continue;
      throw new BrambleError('file-unreadable', `${file} is a folder. Name the log files in it.`);
    }
    return opened;
  } catch (error) {
    await Promise.all(opened.map(({ handle }) => handle.close()));
    if (error instanceof BrambleError) throw error;
    const name = files[opened.length] ?? '';
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new BrambleError('file-not-found', `There is no file ${name}.`, { cause: error });
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new BrambleError('file-unreadable', `${name} cannot be read: ${reason}.`, { cause: error });
  }
}

interface ImportInto {
  writer: LogWriter;
  storeFile: string;
  context: CommandContext;
}

async function importFile({ file, handle }: OpenedFile, { writer, storeFile, context }: ImportInto): Promise<number> {
  const { signal } = context.interruption;
  const { mtimeMs } = await handle.stat();
  const zoneOffsetMinutes = -new Date(mtimeMs).getTimezoneOffset();
  const options = { writer, name: basename(file), modifiedMs: Math.round(mtimeMs), zoneOffsetMinutes };
  try {
    return await importLines(untilAborted(await contentOf(handle), signal), options);
  } catch (error) {
    const before = `What stood before in ${file} is in the log.`;
    if (signal.aborted) {
      context.output.say(before);
      throw error;
    }
    if (error instanceof BrambleError || isSqliteError(error)) {
      throw new BrambleError('log-store', `${storeError(storeFile, error).message} ${before}`, { cause: error });
    }
    const reason = error instanceof Error ? error.message : String(error);
    const problem = isZlibError(error) ? 'is broken' : 'cannot be read';
    throw new BrambleError('file-unreadable', `${file} ${problem}: ${reason}. ${before}`, { cause: error });
  }
}

/** Throws the signal's reason after a piece, so that none that was read is lost. */
async function* untilAborted(pieces: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    yield piece;
    signal.throwIfAborted();
  }
}

/** A log that was put away is often compressed. It is read from its beginning to its end alone, as a pipe can be. */
async function contentOf(handle: FileHandle): Promise<AsyncIterable<Uint8Array>> {
  const pieces: AsyncIterator<Buffer> = handle.createReadStream({ autoClose: false })[Symbol.asyncIterator]();
  let start = Buffer.alloc(0);
  while (start.length < gzipStart.length) {
    const piece = await pieces.next();
    if (piece.done === true) break;
    start = Buffer.concat([start, piece.value]);
  }
  const whole = Readable.from(piecesAfter(start, pieces));
  const isCompressed = start.subarray(0, gzipStart.length).equals(gzipStart);
  return isCompressed ? pipeline(whole, createGunzip(), () => {}) : whole;
}

async function* piecesAfter(start: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield start;
  for (let piece = await rest.next(); piece.done !== true; piece = await rest.next()) yield piece.value;
}

function isZlibError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}
