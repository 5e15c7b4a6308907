import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Disposable } from '../../../app/base/index.ts';
import { HostEventHub, type ProjectService } from '../../../app/contract/index.ts';
import { systemClock } from '../../platform/system-clock.ts';
import { ProjectFolder } from './project-folder.ts';
import { openProject } from './project-service.ts';

let outer: string;
let folder: string;
let project: ProjectService & Disposable;
let events: HostEventHub;

beforeEach(async () => {
  outer = await mkdtemp(join(tmpdir(), 'bramble-project-'));
  folder = join(outer, 'blink');
  await mkdir(join(folder, 'lib'), { recursive: true });
  await mkdir(join(outer, 'elsewhere'));
  await writeFile(join(outer, 'elsewhere', 'secret.txt'), 'secret');
  await writeFile(join(folder, 'main.py'), 'print(1)\n');
  await writeFile(join(folder, 'lib', 'wifi.py'), '');
  events = new HostEventHub();
  project = await openProject({ folder, clock: systemClock, events });
});
afterEach(async () => {
  project.dispose();
  await rm(outer, { recursive: true });
});

const onDisk = (path: string) => readFile(join(folder, path), 'utf8');

describe('the project', () => {
  it('is described by its folder and the program to open first', async () => {
    expect(await project.describe()).toEqual({ name: 'blink', folder, openFile: 'main.py' });
    await project.remove('main.py');
    expect(await project.describe()).toMatchObject({ openFile: 'lib/wifi.py' });
  });

  it('lists depth first and sorted, without hidden files, caches, and links that lead out', async () => {
    await mkdir(join(folder, '.git'));
    await mkdir(join(folder, '__pycache__'));
    await writeFile(join(folder, 'a10.py'), '12345');
    await writeFile(join(folder, 'a9.py'), '');
    await symlink(join(outer, 'elsewhere', 'secret.txt'), join(folder, 'secret.txt'));
    await symlink(outer, join(folder, 'outer'));
    await symlink('main.py', join(folder, 'link.py'));
    expect(await project.list()).toEqual([
      { path: 'lib', kind: 'folder', sizeBytes: 0 },
      { path: 'lib/wifi.py', kind: 'file', sizeBytes: 0 },
      { path: 'a9.py', kind: 'file', sizeBytes: 0 },
      { path: 'a10.py', kind: 'file', sizeBytes: 5 },
      { path: 'link.py', kind: 'file', sizeBytes: 9 },
      { path: 'main.py', kind: 'file', sizeBytes: 9 },
    ]);
  });

  it('lists no more entries than its limit', async () => {
    const limited = await ProjectFolder.open(folder, 2);
    expect((await limited.list()).map(({ path }) => path)).toEqual(['lib', 'lib/wifi.py']);
  });
});

describe('reading and writing', () => {
  it('give back what was written, line ends and byte order mark included', async () => {
    const text = '\ufeffprint("ü€😀")\r\nx = 1\n';
    const version = await project.write('new/deep/a.py', text, null);
    expect(await project.read('new/deep/a.py')).toEqual({ text, version });
  });

  it('refuse to write over what another program wrote meanwhile, and keep that', async () => {
    const { version } = await project.read('main.py');
    await writeFile(join(folder, 'main.py'), 'print(2)\n');
    await expect(project.write('main.py', 'print(3)\n', version)).rejects.toMatchObject({ code: 'file-changed' });
    expect(await onDisk('main.py')).toBe('print(2)\n');
  });

  it('let one of two writers with the same version win', async () => {
    const { version } = await project.read('main.py');
    const [first, second] = await Promise.allSettled([
      project.write('main.py', 'first', version),
      project.write('main.py', 'second', version),
    ]);
    expect([first.status, second.status]).toEqual(['fulfilled', 'rejected']);
    expect(await onDisk('main.py')).toBe('first');
  });

  it('leave no temporary file behind, and the permissions as they were', async () => {
    await chmod(join(folder, 'main.py'), 0o750);
    await project.write('main.py', 'x', null);
    expect(await readdir(folder)).toEqual(['lib', 'main.py']);
    expect((await stat(join(folder, 'main.py'))).mode & 0o777).toBe(0o750);
  });

  it('write through a link inside the project and keep the link', async () => {
    await symlink('main.py', join(folder, 'link.py'));
    await project.write('link.py', 'through the link', null);
    expect(await onDisk('main.py')).toBe('through the link');
    expect((await lstat(join(folder, 'link.py'))).isSymbolicLink()).toBe(true);
  });

  it('refuse what is not UTF-8 text', async () => {
    for (const bytes of [Buffer.of(0x89, 0x50, 0xff), Buffer.alloc(3000)]) {
      await writeFile(join(folder, 'image.bin'), bytes);
      await expect(project.read('image.bin')).rejects.toMatchObject({
        code: 'file-unreadable',
        message:
          '“image.bin” is not UTF-8 text, so the editor does not open it. Open it with the program that made it.',
      });
    }
  });

  it('say what is missing, and what stands in the way', async () => {
    await expect(project.read('gone.py')).rejects.toMatchObject({ code: 'file-not-found' });
    await expect(project.write('lib', 'x', null)).rejects.toMatchObject({ code: 'file-unreadable' });
    await expect(project.write('main.py/x.py', 'x', null)).rejects.toMatchObject({
      code: 'file-unreadable',
      message: '“main.py/x.py” cannot be made: a part of its path is a file, not a folder. Choose another name.',
    });
  });
});

describe('nothing leaves the project', () => {
  it.each(['../elsewhere/secret.txt', '/etc/passwd', 'lib/../../elsewhere/secret.txt', ''])(
    'by the path "%s"',
    async (path) => {
      await expect(project.read(path)).rejects.toMatchObject({ code: 'bad-request' });
      await expect(project.write(path, 'x', null)).rejects.toMatchObject({ code: 'bad-request' });
      await expect(project.remove(path)).rejects.toMatchObject({ code: 'bad-request' });
      await expect(project.rename('main.py', path)).rejects.toMatchObject({ code: 'bad-request' });
      await expect(project.rename(path, 'b')).rejects.toMatchObject({ code: 'bad-request' });
      await expect(project.makeFolder(path)).rejects.toMatchObject({ code: 'bad-request' });
    },
  );

  it('through a link', async () => {
    await symlink(join(outer, 'elsewhere'), join(folder, 'out'));
    await symlink(join(outer, 'elsewhere', 'new.txt'), join(folder, 'dangling.txt'));
    await expect(project.read('out/secret.txt')).rejects.toMatchObject({ code: 'bad-request' });
    await expect(project.write('out/new.txt', 'x', null)).rejects.toMatchObject({ code: 'bad-request' });
    await expect(project.rename('main.py', 'out/main.py')).rejects.toMatchObject({ code: 'bad-request' });
    await expect(project.remove('out/secret.txt')).rejects.toMatchObject({ code: 'bad-request' });
    await project.write('dangling.txt', 'x', null);
    expect(await readdir(join(outer, 'elsewhere'))).toEqual(['secret.txt']);
  });

  it('by removing a link, which removes the link alone', async () => {
    await symlink(join(outer, 'elsewhere'), join(folder, 'out'));
    await project.remove('out');
    expect(await readdir(join(outer, 'elsewhere'))).toEqual(['secret.txt']);
  });
});

describe('renaming and making folders', () => {
  it('move with all they hold, making the parents', async () => {
    await project.rename('lib', 'src/lib');
    expect((await project.list()).map(({ path }) => path)).toEqual(['src', 'src/lib', 'src/lib/wifi.py', 'main.py']);
  });

  it('never replace anything', async () => {
    await expect(project.rename('main.py', 'lib/wifi.py')).rejects.toMatchObject({ code: 'file-exists' });
    await expect(project.makeFolder('lib')).rejects.toMatchObject({ code: 'file-exists' });
    await expect(project.makeFolder('main.py')).rejects.toMatchObject({ code: 'file-exists' });
    expect(await onDisk('main.py')).toBe('print(1)\n');
  });
});

describe('a change on disk', () => {
  it('is told, whoever made it', async () => {
    const told = new Set<string>();
    let onTold = () => {};
    const until = (path: string) =>
      new Promise<void>((resolve) => {
        onTold = () => told.has(path) && resolve();
        onTold();
      });
    events.subscribe({
      async take(_name, payload) {
        for (const path of 'paths' in payload ? payload.paths : []) told.add(path);
        onTold();
      },
    });
    await writeFile(join(folder, 'theirs.py'), '');
    await until('theirs.py');
    await project.write('lib/ours.py', '', null);
    await until('lib/ours.py');
    await mkdir(join(folder, 'new'));
    await until('new');
    await writeFile(join(folder, 'new', 'deep.py'), '');
    await until('new/deep.py');
    expect([...told].filter((path) => path.includes('.tmp'))).toEqual([]);
  });
});

it('a project whose folder is missing is an error that names it', async () => {
  const opened = openProject({ folder: join(outer, 'missing'), clock: systemClock, events });
  await expect(opened).rejects.toMatchObject({ code: 'file-not-found' });
});
