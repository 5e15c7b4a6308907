/** Files between the project and a board, as the interface asks for them: the real simulated board and a real folder. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FileCopy, HostConnection } from '../../app/contract/index.ts';
import { openWorkbenchAndClient, type WorkbenchAndClient } from './workbench-and-client.ts';

const board = 'sim:';
let home: string;
let folder: string;
let workbench: WorkbenchAndClient;
let client: HostConnection;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'bramble-copies-'));
  folder = join(home, 'project');
  await mkdir(folder);
  workbench = await openWorkbenchAndClient(home, { folder, report: () => {} });
  client = workbench.client;
  await client.services.boards.connect(board);
});

afterAll(async () => {
  await workbench.dispose();
  await rm(home, { recursive: true });
});

beforeEach(async () => {
  const { files, project } = client.services;
  for (const { name } of await files.list(board, '/')) await files.remove(board, `/${name}`);
  for (const { path } of await project.list()) if (!path.includes('/')) await project.remove(path);
});

async function inProject(contents: Record<string, string | Uint8Array>): Promise<void> {
  for (const [path, content] of Object.entries(contents)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

const steps = (plan: readonly FileCopy[]) => plan.map(({ from, to, kind }) => ({ from, to, kind }));
const onBoard = async (path: string) => Buffer.from(await client.services.files.read(board, path));

describe('copying to the board', () => {
  it('brings whole folders, binary files and names of any kind, and tells what stands there', async () => {
    const binary = Uint8Array.from({ length: 5000 }, (_, index) => (index * 7) % 256);
    await inProject({ 'lib/net/wifi.py': 'a', 'lib/é 🍓.bin': binary, 'main.py': 'new', 'boot.py': 'same' });
    await client.services.files.writeAll(board, [
      { path: '/main.py', bytes: Buffer.from('old') },
      { path: '/boot.py', bytes: Buffer.from('same') },
    ]);
    const { copies } = client.services;

    const plan = await copies.plan(board, 'to-board', ['lib', 'main.py', 'boot.py'], '/');
    expect(plan.map(({ to, target }) => [to, target])).toEqual([
      ['/lib', 'free'],
      ['/lib/net', 'free'],
      ['/lib/net/wifi.py', 'free'],
      ['/lib/é 🍓.bin', 'free'],
      ['/main.py', 'differs'],
      ['/boot.py', 'same'],
    ]);
    await copies.copy(board, 'to-board', steps(plan));
    expect([await onBoard('/lib/é 🍓.bin'), `${await onBoard('/main.py')}`]).toEqual([Buffer.from(binary), 'new']);
    const again = await copies.plan(board, 'to-board', ['lib', 'main.py', 'boot.py'], '/');
    expect(new Set(again.map(({ target }) => target))).toEqual(new Set(['same']));
  });

  it('makes the folders that are missing on the way', async () => {
    await inProject({ 'src/a.py': 'A' });
    await client.services.copies.copy(board, 'to-board', [{ from: 'src/a.py', to: '/x/y/a.py', kind: 'file' }]);
    expect(`${await onBoard('/x/y/a.py')}`).toBe('A');
  });

  it('says where a folder is in the way of a file', async () => {
    await inProject({ thing: 'a file' });
    await client.services.files.makeFolder(board, '/thing');
    const { copies } = client.services;
    const plan = await copies.plan(board, 'to-board', ['thing'], '/');
    expect(plan).toMatchObject([{ target: 'in-the-way' }]);
    await expect(copies.copy(board, 'to-board', steps(plan))).rejects.toMatchObject({ code: 'board-is-directory' });
  });
});

describe('copying to the project', () => {
  it('brings whole folders, and tells what stands there', async () => {
    const binary = Uint8Array.from({ length: 3000 }, (_, index) => index % 256);
    await client.services.files.writeAll(board, [
      { path: '/data/log.bin', bytes: binary },
      { path: '/data/deep/a.txt', bytes: Buffer.from('A') },
      { path: '/data/same.txt', bytes: Buffer.from('S') },
    ]);
    await inProject({ 'data/deep/a.txt': 'mine', 'data/same.txt': 'S' });
    const { copies } = client.services;
    const plan = await copies.plan(board, 'to-project', ['/data'], '');
    expect(plan.map(({ to, target }) => [to, target])).toEqual([
      ['data', 'same'],
      ['data/deep', 'same'],
      ['data/deep/a.txt', 'differs'],
      ['data/log.bin', 'free'],
      ['data/same.txt', 'same'],
    ]);
    await copies.copy(board, 'to-project', steps(plan));
    expect(await readFile(join(folder, 'data/log.bin'))).toEqual(Buffer.from(binary));
    expect(await readFile(join(folder, 'data/deep/a.txt'), 'utf8')).toBe('A');
  });

  it('never leaves the project, whatever a page asks for', async () => {
    const { copies } = client.services;
    for (const to of ['/etc/passwd', '../up.txt', 'a/../../up.txt']) {
      await expect(copies.copy(board, 'to-project', [{ from: '/x', to, kind: 'file' }])).rejects.toMatchObject({
        code: 'bad-request',
      });
    }
    await expect(copies.plan(board, 'to-board', ['/etc/passwd'], '/')).rejects.toMatchObject({ code: 'bad-request' });
  });
});

describe('properties', () => {
  const hash = 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9';

  it('are told of files and folders on both sides', async () => {
    await inProject({ 'lib/a.txt': 'hello world', 'lib/deep/b.txt': '12345' });
    const { copies, files, project } = client.services;
    await copies.copy(board, 'to-board', steps(await copies.plan(board, 'to-board', ['lib'], '/')));
    const file = { kind: 'file', sizeBytes: 11, itemCount: 0, sha256: hash };
    const whole = { kind: 'folder', sizeBytes: 16, itemCount: 3, sha256: null };
    expect(await project.properties('lib/a.txt')).toMatchObject({ ...file, modifiedMs: expect.any(Number) });
    expect(await project.properties('lib')).toMatchObject(whole);
    expect(await files.properties(board, '/lib/a.txt')).toEqual({ ...file, path: '/lib/a.txt', modifiedMs: null });
    expect(await files.properties(board, '/lib')).toEqual({ ...whole, path: '/lib', modifiedMs: null });
  });
});
