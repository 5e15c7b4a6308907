import { expect, test } from 'vitest';
import type { ProjectFile } from '../../app/contract/index.ts';
import { baseName, joinPath, parentPath, projectRows } from './project-tree.ts';

const files: ProjectFile[] = [
  { path: 'boot.py', kind: 'file', sizeBytes: 10 },
  { path: 'lib', kind: 'folder', sizeBytes: 0 },
  { path: 'lib/net', kind: 'folder', sizeBytes: 0 },
  { path: 'lib/net/wifi.py', kind: 'file', sizeBytes: 30 },
  { path: 'lib/a.py', kind: 'file', sizeBytes: 20 },
];

const drawn = (expanded: string[]) =>
  projectRows(files, new Set(expanded)).map(
    ({ level, name, kind }) => `${'  '.repeat(level - 1)}${name}${kind === 'folder' ? '/' : ''}`,
  );

test('folders stand first and show what lies in them when they are expanded', () => {
  expect([drawn([]), drawn(['lib']), drawn(['lib', 'lib/net'])]).toEqual([
    ['lib/', 'boot.py'],
    ['lib/', '  net/', '  a.py', 'boot.py'],
    ['lib/', '  net/', '    wifi.py', '  a.py', 'boot.py'],
  ]);
});

test('a folder expanded inside a folded one stays out of view', () => {
  expect(drawn(['lib/net'])).toEqual(['lib/', 'boot.py']);
});

test('paths are taken apart and put together on the computer and on a board', () => {
  expect([
    ['main.py', 'lib/wifi.py', '/main.py', '/lib/wifi.py'].map((path) => [parentPath(path), baseName(path)]),
    [joinPath('', 'a.py'), joinPath('lib', 'a.py'), joinPath('/', 'a.py'), joinPath('/lib', 'a.py')],
  ]).toEqual([
    [
      ['', 'main.py'],
      ['lib', 'wifi.py'],
      ['/', 'main.py'],
      ['/lib', 'wifi.py'],
    ],
    ['a.py', 'lib/a.py', '/a.py', '/lib/a.py'],
  ]);
});
