/** Small settings of the user's as JSON files: read leniently, written in one step, so that whoever ends in between leaves the one of before. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What the file holds; undefined when it is missing, or was spoilt by hand. */
export async function readJsonFile(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Makes the folder when it is missing. Rejects with what the file system says. */
export async function writeJsonFile(file: string, value: unknown): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.${process.pid}`, `${JSON.stringify(value, null, 2)}\n`);
  await rename(`${file}.${process.pid}`, file);
}
