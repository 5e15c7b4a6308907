/** Bramble's own Python on the board, as files of this computer. */
import { readdirSync, readFileSync } from 'node:fs';
import { ownFilePrefix } from './traceback-filter.ts';

/** Where they are. */
export const ownModulesFolder = new URL('../../app/micropython/modules/', import.meta.url);

/** What the interpreter's import finds under `ownFilePrefix` while the board is prepared, or undefined. */
export function ownFile(path: string): Uint8Array | undefined {
  const [, name] = /^\/(\w+\.py)$/.exec(path.startsWith(ownFilePrefix) ? path.slice(ownFilePrefix.length) : '') ?? [];
  if (name === undefined) return undefined;
  try {
    return readFileSync(new URL(name, ownModulesFolder));
  } catch {
    // Python asks for names that may not be there (`name`, `name.py`, `name.mpy`).
    return undefined;
  }
}

/** The modules that a program can import as built in, by their names, or with a `u` before. Names with an underscore are parts of others. */
export function builtInModuleNames(): string[] {
  return readdirSync(ownModulesFolder)
    .flatMap((file) => /^([a-z]\w*)\.py$/.exec(file)?.[1] ?? [])
    .sort();
}
