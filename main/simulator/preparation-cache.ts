/**
 * Keeps the state of a prepared board, for the boards that come after: in memory for this process, and in a folder for the next.
 * A state belongs to one image, one set of modules and one way to prepare them: all of these make its key, which is its file's
 * name and stands in the file under a checksum. Any file that is not whole is as good as none, and no error of the folder is anyone's.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { interpreterImagePath } from './interpreter/interpreter-image.ts';
import { ownModuleFiles, ownModulesFolder } from './thread/own-modules.ts';

/** Changes when the file's layout does. */
const magic = Buffer.from('bramble-board-1\n');
const digestBytes = 32;
const stateAt = magic.length + 2 * digestBytes;

const digest = (...parts: Uint8Array[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

export class PreparationCache {
  readonly #folder: string | undefined;
  #key: Promise<Buffer> | undefined;
  #loading: Promise<void> | undefined;
  #state: Uint8Array | undefined;
  #writing: Promise<void> = Promise.resolve();

  /** Without a folder it lasts as long as the object. */
  constructor({ folder }: { folder?: string } = {}) {
    this.#folder = folder;
  }

  /** The state to begin with, or undefined when a board has to be prepared from the image. Looks no further than memory. */
  get state(): Uint8Array | undefined {
    return this.#state;
  }

  /** Looks into the folder, once; never rejects. */
  load(): Promise<void> {
    this.#loading ??= this.#read();
    return this.#loading;
  }

  /** Takes a fresh state; it is there for `state` at once, and in the folder when `settled` resolves. */
  keep(state: Uint8Array): void {
    this.#state = inSharedMemory(state);
    this.#writing = this.#write(state);
  }

  /** Resolves when nothing is being written. */
  settled(): Promise<void> {
    return this.#writing;
  }

  async #read(): Promise<void> {
    if (this.#folder === undefined) return;
    try {
      const key = await this.#ownKey();
      this.#state ??= checkedState(await readFile(path.join(this.#folder, fileName(key))), key);
    } catch {
      // Not there, not readable: as good as none.
    }
  }

  async #write(state: Uint8Array): Promise<void> {
    if (this.#folder === undefined) return;
    try {
      const key = await this.#ownKey();
      const name = fileName(key);
      const temporary = path.join(this.#folder, `${name}.${randomUUID()}`);
      await mkdir(this.#folder, { recursive: true });
      await writeFile(temporary, Buffer.concat([magic, digest(key, state), key, state]), { flag: 'wx', mode: 0o600 });
      await rename(temporary, path.join(this.#folder, name));
      const others = (await readdir(this.#folder)).filter((other) => other.startsWith(prefix) && other !== name);
      await Promise.all(others.map((other) => rm(path.join(this.#folder ?? '', other), { force: true })));
    } catch {
      // A full disk or a folder that cannot be written only makes the next start slower.
    }
  }

  #ownKey(): Promise<Buffer> {
    this.#key ??= preparationKey();
    return this.#key;
  }
}

const prefix = 'board-';
const fileName = (key: Uint8Array) => `${prefix}${Buffer.from(key).toString('hex')}`;

/** The state in a file's bytes, or undefined when the file is damaged, cut off or another's. */
export function checkedState(file: Uint8Array, key: Uint8Array): Uint8Array | undefined {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.length);
  const state = bytes.subarray(stateAt);
  const whole =
    bytes.subarray(0, magic.length).equals(magic) &&
    bytes.subarray(magic.length + digestBytes, stateAt).equals(key) &&
    bytes.subarray(magic.length, magic.length + digestBytes).equals(digest(key, state));
  return whole ? inSharedMemory(state) : undefined;
}

/** So that boards' threads get it without a copy. */
function inSharedMemory(state: Uint8Array): Uint8Array {
  const shared = new Uint8Array(new SharedArrayBuffer(state.length));
  shared.set(state);
  return shared;
}

/** Covers the image, its loader, Bramble's modules, and all code of this folder and its rooms, of which the preparation is a part. */
async function preparationKey(): Promise<Buffer> {
  const code = new URL('./', import.meta.url);
  const sources = [
    ...filesOf(code, /(?<!\.test|\.d)\.(ts|js)$/),
    ...ownModuleFiles().map((file) => new URL(file, ownModulesFolder)),
    interpreterImagePath(),
    interpreterImagePath().replace(/\.wasm$/, '.mjs'),
  ];
  const contents = await Promise.all(sources.map((source) => readFile(source)));
  // Where one ends and the next begins is part of the key, too.
  const names = sources.map((source, index) => `${path.basename(String(source))} ${contents[index]?.length}\n`);
  return digest(Buffer.from(`${process.versions.v8}\n${names.join('')}`), ...contents);
}

function filesOf(folder: URL, pattern: RegExp): URL[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => pattern.test(name))
    .sort()
    .map((name) => new URL(name.replaceAll(path.sep, '/'), folder));
}
