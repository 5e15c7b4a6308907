/** `syslog import`: opens the files, and says what came of them. */
import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { BrambleError } from '../../../../app/base/index.ts';
import { importLines } from '../../../syslog/store/import-lines.ts';
import { storeError } from '../../../syslog/store/log-database.ts';
import { LogWriter } from '../../../syslog/store/log-writer.ts';
import type { CommandContext } from '../context.ts';
import { storeFileOf } from './store-file.ts';

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
        const count = await importFile(each, writer, storeFile);
        context.output.say(`${count} lines of ${each.file} are in the log.`);
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

async function importFile({ file, handle }: OpenedFile, writer: LogWriter, storeFile: string): Promise<number> {
  const { mtimeMs } = await handle.stat();
  const stream = handle.createReadStream({ autoClose: false });
  const zoneOffsetMinutes = -new Date(mtimeMs).getTimezoneOffset();
  const options = { writer, name: basename(file), modifiedMs: Math.round(mtimeMs), zoneOffsetMinutes };
  try {
    return await importLines(stream, options);
  } catch (error) {
    throw storeError(storeFile, error);
  }
}
