/**
 * The project's folder as the one place where its files may be: turns relative paths into absolute ones that stay inside,
 * links included, and lists what is there. It reads the folder and changes nothing.
 */
import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { BrambleError } from '../../../app/base/index.ts';
import type { ProjectFile } from '../../../app/contract/index.ts';
import { isHiddenName, isProjectPath } from '../../../app/project/index.ts';

const byName = new Intl.Collator('en', { numeric: true });

export class ProjectFolder {
  /** The folder's real path. */
  readonly root: string;

  readonly #maxListed: number;

  private constructor(root: string, maxListed: number) {
    this.root = root;
    this.#maxListed = maxListed;
  }

  /** Rejects with `file-not-found` when there is no such folder. */
  static async open(folder: string, maxListed = 5000): Promise<ProjectFolder> {
    const root = await realpath(folder).catch(() => null);
    if (root === null || !(await stat(root)).isDirectory()) {
      throw new BrambleError('file-not-found', `There is no folder “${folder}”. Make it, or name another one.`);
    }
    return new ProjectFolder(root, maxListed);
  }

  /**
   * The absolute path of `path`, links resolved as far as it exists. Rejects with `bad-request` when it names or leads to
   * something outside.
   */
  async resolve(path: string): Promise<string> {
    if (!isProjectPath(path)) throw outside(path);
    const resolved = await resolveLinks(join(this.root, path));
    if (!this.#holds(resolved)) throw outside(path);
    return resolved;
  }

  /**
   * The absolute path of the entry itself, its own link not followed: for removing and renaming, which act on the link.
   */
  async resolveEntry(path: string): Promise<string> {
    if (!isProjectPath(path)) throw outside(path);
    const absolute = join(this.root, path);
    const parent = await resolveLinks(dirname(absolute));
    if (parent !== this.root && !this.#holds(parent)) throw outside(path);
    return join(parent, absolute.slice(dirname(absolute).length + 1));
  }

  /** As ProjectService.list: depth first, folders before files. Folders reached by links are left out. */
  async list(): Promise<ProjectFile[]> {
    const found: ProjectFile[] = [];
    await this.#listInto('', found);
    return found;
  }

  /** The path relative to the project of an absolute one inside it, with `/` between parts. */
  relative(absolute: string): string {
    return relative(this.root, absolute).split(sep).join('/');
  }

  #holds(resolved: string): boolean {
    return resolved.startsWith(this.root.endsWith(sep) ? this.root : this.root + sep);
  }

  async #listInto(folder: string, found: ProjectFile[]): Promise<void> {
    const entries = await readdir(join(this.root, folder), { withFileTypes: true }).catch(() => []);
    const shown = entries.filter(({ name }) => !isHiddenName(name) && isProjectPath(name)).sort(foldersFirst);
    for (const entry of shown) {
      if (found.length >= this.#maxListed) return;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        found.push({ path, kind: 'folder', sizeBytes: 0 });
        await this.#listInto(path, found);
        continue;
      }
      const sizeBytes = await this.#fileSize(path, entry.isSymbolicLink());
      if (sizeBytes !== null) found.push({ path, kind: 'file', sizeBytes });
    }
  }

  /** Null for what is no file, is gone by now, or is a link that leads out of the project. */
  async #fileSize(path: string, isLink: boolean): Promise<number | null> {
    try {
      const details = await stat(isLink ? await this.resolve(path) : join(this.root, path));
      return details.isFile() ? details.size : null;
    } catch {
      return null;
    }
  }
}

function foldersFirst(a: Dirent, b: Dirent): number {
  return Number(b.isDirectory()) - Number(a.isDirectory()) || byName.compare(a.name, b.name);
}

/** realpath for a path whose end may not exist yet. */
async function resolveLinks(absolute: string): Promise<string> {
  try {
    return await realpath(absolute);
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!missing || dirname(absolute) === absolute) throw error;
    return join(await resolveLinks(dirname(absolute)), absolute.slice(dirname(absolute).length + 1));
  }
}

function outside(path: string): BrambleError {
  return new BrambleError('bad-request', `“${path}” is not inside the project. Open its folder as a project instead.`);
}
