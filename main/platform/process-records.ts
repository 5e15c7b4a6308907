/**
 * What living processes of this user tell each other: one JSON file a process and record in a folder. A process that was killed
 * leaves its file; whoever looks next takes it away.
 */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Disposable, toDisposable } from '../../app/base/index.ts';
import { isAlive } from './processes.ts';

export interface ProcessRecord {
  /** The process that tells it. */
  pid: number;
}

/** Lets other processes read the record until the Disposable ends; `secret`: only those of this user. */
export async function tellProcesses(folder: string, record: object, { secret = false } = {}): Promise<Disposable> {
  await mkdir(folder, { recursive: true, ...(secret ? { mode: 0o700 } : {}) });
  const file = join(folder, `${process.pid}-${randomUUID().slice(0, 8)}.json`);
  // Whoever reads must not find half a file.
  await writeFile(`${file}.part`, JSON.stringify({ ...record, pid: process.pid }), secret ? { mode: 0o600 } : {});
  await rename(`${file}.part`, file);
  return toDisposable(() => rmSync(file, { force: true }));
}

/** What living processes tell in that folder, in no order; files that dead ones left are removed, and others are passed over. */
export async function listRecords<T extends ProcessRecord>(
  folder: string,
  isRecord: (value: unknown) => value is T,
): Promise<T[]> {
  const names = await readdir(folder).catch(() => []);
  const records = await Promise.all(names.map((name) => read(join(folder, name), name)));
  return records.filter(isRecord);
}

async function read(file: string, name: string): Promise<unknown> {
  const pid = Number(/^(\d+)-[0-9a-f]+\.json(\.part)?$/.exec(name)?.[1]);
  if (!Number.isInteger(pid)) return null;
  if (!isAlive(pid)) {
    await rm(file, { force: true });
    return null;
  }
  if (name.endsWith('.part')) return null;
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    // It was taken away between the two looks, or is not of this Bramble's making.
    return null;
  }
}
