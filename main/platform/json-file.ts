/** Small settings of the user's as JSON files: read leniently, written in one step, so that whoever ends in between leaves the one of before. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What this process still writes, by file: the last that was asked for is what stays. */
const writing = new Map<string, Promise<void>>();

/** What the file holds; undefined when it is missing, or was spoilt by hand. */
export async function readJsonFile(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Makes the folder when it is missing. Rejects with what the file system says; the file of before stays then. */
export async function writeJsonFile(file: string, value: unknown): Promise<void> {
  const text = `${JSON.stringify(value, null, 2)}\n`;
  const before = writing.get(file) ?? Promise.resolve();
  const written = before.catch(() => {}).then(() => replace(file, text));
  writing.set(file, written);
  try {
    await written;
  } finally {
    if (writing.get(file) === written) writing.delete(file);
  }
}

async function replace(file: string, text: string): Promise<void> {
  const temporary = `${file}.${randomUUID()}`;
  await mkdir(dirname(file), { recursive: true });
  try {
    await writeFile(temporary, text);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
