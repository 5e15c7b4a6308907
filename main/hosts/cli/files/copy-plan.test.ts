import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parsePlace } from '../places.ts';
import { type CopyRequest, type CopyStep, type FileTree, planCopy } from './copy-plan.ts';

/** A tree made of paths: those that end in `/` are folders. */
function tree(...paths: string[]): FileTree {
  const known = new Map(
    paths.map((path) => [posix.resolve('/', path), path.endsWith('/') ? 'folder' : 'file'] as const),
  );
  known.set('/', 'folder');
  return {
    kindOf: async (path) => known.get(posix.resolve('/', path)) ?? null,
    list: async (path) =>
      [...known]
        .filter(([other]) => other !== '/' && posix.dirname(other) === posix.resolve('/', path))
        .map(([other, kind]) => ({ name: posix.basename(other), kind })),
    join: (folder, name) => posix.join(folder, name),
    nameOf: (path) => (/(^|\/)\.{0,2}$/.test(path) ? '' : posix.basename(path)),
    resolve: (path) => posix.resolve('/', path),
    show: (path) => path,
  };
}

function plan(args: string, there: { board: string[]; computer: string[] }, recursive = false): Promise<CopyStep[]> {
  const places = args.split(' ').map(parsePlace);
  const target = places.pop() ?? parsePlace(':');
  const request: CopyRequest = {
    sources: places,
    target,
    recursive,
    trees: { board: tree(...there.board), computer: tree(...there.computer) },
  };
  return planCopy(request);
}

const inWords = (steps: CopyStep[]) =>
  steps.map((step) => (step.kind === 'make-folder' ? `mkdir ${step.to}` : `${step.from} -> ${step.to}`));

describe('a copy', () => {
  it.each([
    ['main.py :', ['main.py -> /main.py']],
    ['main.py :other.py', ['main.py -> /other.py']],
    ['main.py :lib', ['main.py -> /lib/main.py']],
    ['main.py :lib/', ['main.py -> /lib/main.py']],
    ['main.py util.py :lib', ['main.py -> /lib/main.py', 'util.py -> /lib/util.py']],
    [':boot.py .', ['/boot.py -> boot.py']],
    [':boot.py copy.py', ['/boot.py -> copy.py']],
    [':boot.py :lib', ['/boot.py -> /lib/boot.py']],
    [':boot.py :boot2.py', ['/boot.py -> /boot2.py']],
  ])('of single files, cp %s', async (args, steps) => {
    const there = { board: ['boot.py', 'lib/'], computer: ['main.py', 'util.py'] };
    expect(inWords(await plan(args, there))).toEqual(steps);
  });

  it.each([
    ['pkg :', ['mkdir /pkg', 'pkg/a.py -> /pkg/a.py', 'mkdir /pkg/sub', 'pkg/sub/b.py -> /pkg/sub/b.py']],
    ['pkg :new', ['mkdir /new', 'pkg/a.py -> /new/a.py', 'mkdir /new/sub', 'pkg/sub/b.py -> /new/sub/b.py']],
    ['pkg/. :lib', ['pkg/./a.py -> /lib/a.py', 'mkdir /lib/sub', 'pkg/./sub/b.py -> /lib/sub/b.py']],
    [':lib here', ['mkdir here', '/lib/c.py -> here/c.py']],
    [': .', ['mkdir lib', '/lib/c.py -> lib/c.py']],
  ])('of folders, cp -r %s', async (args, steps) => {
    const there = {
      board: ['lib/', 'lib/c.py'],
      computer: ['pkg/', 'pkg/a.py', 'pkg/sub/', 'pkg/sub/b.py', 'pkg/__pycache__/', 'pkg/__pycache__/a.pyc'],
    };
    const posixPaths = (text: string) => text.replaceAll('/./', '/');
    expect(inWords(await plan(args, there, true)).map(posixPaths)).toEqual(steps.map(posixPaths));
  });

  it.each([
    ['gone.py :', 'file-not-found'],
    [':gone.py .', 'board-file-not-found'],
    ['main.py gone.py :', 'file-not-found'],
    ['pkg :', 'usage'],
    ['main.py/ :', 'usage'],
    ['main.py other.py', 'usage'],
    ['main.py :nowhere/', 'board-file-not-found'],
    ['main.py util.py :new', 'board-file-not-found'],
    ['main.py util.py :boot.py', 'board-not-directory'],
    ['main.py :boot.py/', 'board-not-directory'],
    ['clash :', 'board-is-directory'],
    [':boot.py :boot.py', 'usage'],
    [':boot.py :', 'usage'],
  ])('that cannot be is refused before anything is written, cp %s', async (args, code) => {
    const there = { board: ['boot.py', 'clash/'], computer: ['main.py', 'util.py', 'pkg/', 'clash'] };
    await expect(plan(args, there)).rejects.toMatchObject({ code });
  });

  it.each([[':lib :lib/inner'], [': :lib'], [':lib :']])(
    'of a folder into itself is refused, cp -r %s',
    async (args) => {
      await expect(plan(args, { board: ['lib/', 'lib/c.py'], computer: [] }, true)).rejects.toMatchObject({
        code: 'usage',
      });
    },
  );
});
