/** The contract's ProjectService over one folder of this computer. */
import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access, lstat, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { BrambleError, type Clock, type Disposable } from '../../../app/base/index.ts';
import type { FileProperties, HostEventHub, ProjectFile, ProjectService } from '../../../app/contract/index.ts';
import { decodeText } from '../../../app/project/index.ts';
import { writeAtomically } from './atomic-write.ts';
import { projectFileError } from './project-errors.ts';
import { ProjectFolder } from './project-folder.ts';
import { ProjectWatch } from './project-watch.ts';

/** What an editor shows well; a larger file is data, not a program. */
const maxTextBytes = 8 * 1024 * 1024;
/** What one message of the contract carries. */
const maxFileBytes = 16 * 1024 * 1024;

export interface ProjectServiceOptions {
  folder: string;
  clock: Clock;
  events: HostEventHub;
}

/** Opens the folder and watches it. Rejects with `file-not-found` when there is no such folder. */
export async function openProject(options: ProjectServiceOptions): Promise<ProjectService & Disposable> {
  const folder = await ProjectFolder.open(options.folder);
  const watch = new ProjectWatch(folder.root, options.clock, (paths) => {
    void options.events.push('project.changed', { paths });
  });
  return new FolderProjectService(folder, watch);
}

class FolderProjectService implements ProjectService, Disposable {
  readonly #folder: ProjectFolder;
  readonly #watch: ProjectWatch;
  /** Changes happen one after another, so that of two writes with the same version the second one is refused. */
  #changes: Promise<unknown> = Promise.resolve();

  constructor(folder: ProjectFolder, watch: ProjectWatch) {
    this.#folder = folder;
    this.#watch = watch;
  }

  async describe(): Promise<{ name: string; folder: string; openFile: string | null }> {
    const files = (await this.list()).filter(({ kind }) => kind === 'file');
    const program = files.find(({ path }) => path === 'main.py') ?? files.find(({ path }) => path.endsWith('.py'));
    return { name: basename(this.#folder.root), folder: this.#folder.root, openFile: program?.path ?? null };
  }

  list(): Promise<ProjectFile[]> {
    return this.#folder.list();
  }

  read(path: string): Promise<{ text: string; version: string }> {
    return translating(path, async () => {
      const bytes = await readText(await this.#folder.resolve(path), path);
      return { text: decode(bytes, path), version: versionOf(bytes) };
    });
  }

  write(path: string, text: string, version: string | null): Promise<string> {
    return this.#change([path], async () => {
      const absolute = await this.#folder.resolve(path);
      if (version !== null) await checkVersion(absolute, path, version);
      const bytes = new TextEncoder().encode(text);
      await mkdir(dirname(absolute), { recursive: true });
      await refuseUnwritable(absolute);
      await writeAtomically(absolute, bytes);
      return versionOf(bytes);
    });
  }

  readBytes(path: string): Promise<Uint8Array> {
    return translating(path, async () => {
      const absolute = await this.#folder.resolve(path);
      const { size } = await stat(absolute);
      if (size > maxFileBytes) {
        throw new BrambleError('file-unreadable', `“${path}” is larger than 16 MB, which no board has room for.`);
      }
      return readFile(absolute);
    });
  }

  writeBytes(path: string, bytes: Uint8Array): Promise<void> {
    return this.#change([path], async () => {
      const absolute = await this.#folder.resolve(path);
      await mkdir(dirname(absolute), { recursive: true });
      await refuseUnwritable(absolute);
      await writeAtomically(absolute, bytes);
    });
  }

  properties(path: string): Promise<FileProperties> {
    return translating(path, async () => {
      const absolute = await this.#folder.resolve(path);
      const details = await stat(absolute);
      if (!details.isDirectory()) {
        const sha256 = await hashOf(absolute);
        return { path, kind: 'file', sizeBytes: details.size, itemCount: 0, sha256, modifiedMs: details.mtimeMs };
      }
      const below = (await this.list()).filter((entry) => entry.path.startsWith(`${path}/`));
      const sizeBytes = below.reduce((sum, entry) => sum + entry.sizeBytes, 0);
      return { path, kind: 'folder', sizeBytes, itemCount: below.length, sha256: null, modifiedMs: details.mtimeMs };
    });
  }

  remove(path: string): Promise<void> {
    return this.#change([path], async () => {
      await rm(await this.#folder.resolveEntry(path), { recursive: true });
    });
  }

  makeFolder(path: string): Promise<void> {
    return this.#change([path], async () => {
      const absolute = await this.#folder.resolve(path);
      await mkdir(dirname(absolute), { recursive: true });
      await mkdir(absolute);
    });
  }

  rename(from: string, to: string): Promise<void> {
    return this.#change([from, to], async () => {
      const source = await this.#folder.resolveEntry(from);
      const target = await this.#folder.resolveEntry(to);
      if (await isAnother(source, target)) {
        throw new BrambleError('file-exists', `“${to}” is in the project already. Choose another name.`);
      }
      await mkdir(dirname(target), { recursive: true });
      await rename(source, target);
    });
  }

  dispose(): void {
    this.#watch.dispose();
  }

  #change<T>(paths: [string, ...string[]], change: () => Promise<T>): Promise<T> {
    const changed = this.#changes.then(() => translating(paths[0], change));
    this.#changes = changed.then(
      () => paths.forEach((path) => void this.#watch.add(path)),
      () => {},
    );
    return changed;
  }
}

async function translating<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw projectFileError(error, path);
  }
}

async function readText(absolute: string, path: string): Promise<Uint8Array> {
  const { size } = await stat(absolute);
  if (size > maxTextBytes) {
    throw new BrambleError('file-unreadable', `“${path}” is larger than 8 MB, which the editor does not open.`);
  }
  return readFile(absolute);
}

function decode(bytes: Uint8Array, path: string): string {
  const text = decodeText(bytes);
  if (text !== null) return text;
  const message = `“${path}” is not UTF-8 text, so the editor does not open it. Open it with the program that made it.`;
  throw new BrambleError('file-unreadable', message);
}

/** In pieces: a file of any size may lie in a project. */
async function hashOf(absolute: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(absolute)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** A hash of the content: neither a coarse clock nor a copied timestamp can hide a change. */
function versionOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32);
}

async function checkVersion(absolute: string, path: string, version: string): Promise<void> {
  const current = await readFile(absolute).then(versionOf, () => null);
  if (current === version) return;
  const what = current === null ? 'was removed' : 'was changed';
  throw new BrambleError(
    'file-changed',
    `“${path}” ${what} by another program since it was opened. Keep yours or theirs.`,
  );
}

/** A rename would replace a file that its owner made read-only, and a folder's sentence comes clearer from here. */
async function refuseUnwritable(absolute: string): Promise<void> {
  const details = await stat(absolute).catch(() => null);
  if (details === null) return;
  if (details.isDirectory()) throw Object.assign(new Error('is a folder'), { code: 'EISDIR' });
  await access(absolute, constants.W_OK);
}

/** Whether `target` is there and is not `source` under another spelling, as on a file system that ignores case. */
async function isAnother(source: string, target: string): Promise<boolean> {
  const there = await lstat(target, { bigint: true }).catch(() => null);
  if (there === null) return false;
  const own = await lstat(source, { bigint: true });
  return own.ino !== there.ino || own.dev !== there.dev;
}
