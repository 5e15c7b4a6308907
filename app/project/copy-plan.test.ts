import { describe, expect, it } from 'vitest';
import { type CopySource, foldersOn, planCopies } from './copy-plan.ts';

const file = (path: string): CopySource => ({ path, kind: 'file', sizeBytes: 1 });
const folder = (path: string): CopySource => ({ path, kind: 'folder', sizeBytes: 0 });
const project = [
  folder('lib'),
  folder('lib/net'),
  file('lib/net/wifi.py'),
  file('lib/x.py'),
  file('library.py'),
  file('main.py'),
];
const paths = (steps: readonly { from: string; to: string }[]) => steps.map(({ from, to }) => `${from} > ${to}`);

describe('a plan to copy', () => {
  it('brings a folder with all it holds, and nothing beside it', () => {
    expect(paths(planCopies(project, ['lib'], '/'))).toEqual([
      'lib > /lib',
      'lib/net > /lib/net',
      'lib/net/wifi.py > /lib/net/wifi.py',
      'lib/x.py > /lib/x.py',
    ]);
  });

  it('brings what is deep to the folder that it is for', () => {
    expect(paths(planCopies(project, ['lib/net', 'main.py'], '/app'))).toEqual([
      'lib/net > /app/net',
      'lib/net/wifi.py > /app/net/wifi.py',
      'main.py > /app/main.py',
    ]);
  });

  it('takes what lies in another source once, and what is not there not at all', () => {
    expect(paths(planCopies(project, ['lib', 'lib/x.py', 'lib', 'gone.py'], ''))).toEqual(
      paths(planCopies(project, ['lib'], '')),
    );
  });

  it('goes from a board as well', () => {
    const board = [folder('/lib'), file('/lib/x.py')];
    expect(paths(planCopies(board, ['/lib'], ''))).toEqual(['/lib > lib', '/lib/x.py > lib/x.py']);
    expect(paths(planCopies(board, ['/lib/x.py'], 'sub'))).toEqual(['/lib/x.py > sub/x.py']);
  });
});

it('the folders that files need come before what they hold', () => {
  expect(foldersOn(['/a/b/c.py', '/a/d.py', '/e.py'])).toEqual(['/a', '/a/b']);
  expect(foldersOn(['a/b/c.py', 'e.py'])).toEqual(['a', 'a/b']);
});
