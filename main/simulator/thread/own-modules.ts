/** Bramble's own Python on the board, as files of this computer. */
import { readdirSync, readFileSync } from 'node:fs';
import { ownFilePrefix } from './traceback-filter.ts';

/** Where they are. */
export const ownModulesFolder = new URL('../../../app/micropython/modules/', import.meta.url);

/** A folder of them: a package. */
const folder = 'folder';

/** Python asks whether a file is there, then for its size, then reads it. */
const sources = new Map<string, Uint8Array | undefined>();

/** What the interpreter's import finds under `ownFilePrefix` while the board is prepared, or undefined. */
export function ownFile(path: string): Uint8Array | typeof folder | undefined {
  if (!path.startsWith(`${ownFilePrefix}/`)) return undefined;
  const name = path.slice(ownFilePrefix.length + 1);
  if (/^\w+$/.test(name)) return packageNames().includes(name) ? folder : undefined;
  if (!/^(\w+\/)?\w+\.py$/.test(name)) return undefined;
  if (!sources.has(name)) sources.set(name, leanFile(name));
  return sources.get(name);
}

function leanFile(name: string): Uint8Array | undefined {
  try {
    return Buffer.from(leanSource(readFileSync(new URL(name, ownModulesFolder), 'utf8')));
  } catch {
    // Python asks for names that may not be there (`name`, `name.py`, `name.mpy`).
    return undefined;
  }
}

/** Without what is for people, which is a quarter: the lines keep their numbers. A docstring may be all that there is of a class. */
export function leanSource(source: string): string {
  return source
    .replaceAll(/^([ \t]*)"""[\s\S]*?"""$/gm, (all, indent: string) => `${indent}0${all.replaceAll(/[^\n]/g, '')}`)
    .replaceAll(/^[ \t]*#.*$/gm, '');
}

/** The modules that a program can import as built in, by their names, or with a `u` before. Names with an underscore are parts of others, but for one that a board has too. */
export function builtInModuleNames(): string[] {
  const files = readdirSync(ownModulesFolder).flatMap((file) => /^([a-z]\w*|_thread)\.py$/.exec(file)?.[1] ?? []);
  return [...files, ...packageNames()].sort();
}

/** The modules inside of packages: `umqtt/simple`. */
export function packageModuleNames(): string[] {
  return ownModuleFiles().flatMap((file) => /^(\w+\/\w+)\.py$/.exec(file)?.[1] ?? []);
}

/** All of the files, by their paths below `ownModulesFolder`. */
export function ownModuleFiles(): string[] {
  const inside = packageNames().flatMap((name) =>
    readdirSync(new URL(`${name}/`, ownModulesFolder)).map((file) => `${name}/${file}`),
  );
  return [...readdirSync(ownModulesFolder), ...inside].filter((file) => file.endsWith('.py')).sort();
}

/** Asked for at each import. */
let packages: string[] | undefined;

function packageNames(): string[] {
  packages ??= readdirSync(ownModulesFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^[a-z]\w*$/.test(entry.name))
    .map(({ name }) => name);
  return packages;
}
