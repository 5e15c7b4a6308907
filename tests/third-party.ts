/** Other people's programs that some tests drive: run where found, skipped by a name that says how to get them where not. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe } from 'vitest';

/** The path of a program on PATH, or null. */
export function findProgram(...names: string[]): string | null {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of names) {
      try {
        const path = join(folder, name);
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not here: the next folder.
      }
    }
  }
  return null;
}

/**
 * A `describe` for tests that need the program. `get` completes "install it with …". The path is passed to the body, which
 * runs only when the program was found.
 */
export function describeWith(program: string[], get: string, title: string, body: (path: string) => void): void {
  const path = findProgram(...program);
  if (path === null)
    describe.skip(`${title} (skipped: ${program[0]} not found, install it with ${get})`, () => body(''));
  else describe(title, () => body(path));
}
