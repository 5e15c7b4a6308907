/** Replaces a file's content in one step: whoever reads it sees the old content or the new, and a failed write leaves the old. */
import { randomBytes } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const newFileMode = 0o666;

/** Writes a hidden temporary file beside `path`, forces it to the disk and renames it. Keeps the permissions of the old file. */
export async function writeAtomically(path: string, content: Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path).slice(0, 200)}.${randomBytes(6).toString('hex')}.tmp`);
  const mode = await stat(path).then(
    (details) => details.mode & 0o777,
    () => newFileMode,
  );
  try {
    const file = await open(temporary, 'wx', mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
