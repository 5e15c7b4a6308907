/** Many files on their way to a board and back: in one stream, whole or not at all, and in one round trip when nothing has changed. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { planBoardSync, type UploadEntry } from '../../../app/board/index.ts';
import { arrangeBoard, boardIsClean, files, flash, line, onFlash, random, session, source } from './transfer-bench.ts';

arrangeBoard();

const project: UploadEntry[] = [
  { kind: 'folder', path: '/lib' },
  { kind: 'folder', path: '/lib/é 🍓' },
  { kind: 'file', path: '/lib/é 🍓/a.py', bytes: source(400) },
  { kind: 'file', path: '/lib/empty.py', bytes: new Uint8Array(0) },
  { kind: 'file', path: '/data.bin', bytes: random(30_000) },
  { kind: 'file', path: '/main.py', bytes: source(3) },
];

describe('a project', () => {
  it('travels in one stream, each entry told as it is in place, and back again', async () => {
    const written: string[] = [];
    const told: number[] = [];
    await files.writeAll(project, {
      onWritten: ({ path }) => written.push(path),
      onProgress: (doneBytes) => told.push(doneBytes),
    });
    expect(written).toEqual(project.map(({ path }) => path));
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(project.reduce((sum, entry) => sum + (entry.kind === 'file' ? entry.bytes.length : 0), 0));
    const wanted = project.filter((entry) => entry.kind === 'file');
    for (const { path, bytes } of wanted) expect(onFlash(path)).toEqual(bytes);
    const read: [string, Uint8Array][] = [];
    await files.readAll(
      wanted.map(({ path }) => path),
      { onFile: (path, bytes) => void read.push([path, bytes]) },
    );
    expect(read).toEqual(wanted.map(({ path, bytes }) => [path, bytes]));
    await boardIsClean();
  });

  it('may be written over what is there', async () => {
    await files.writeAll(project);
    await files.writeAll(project);
    expect(onFlash('data.bin')).toEqual(random(30_000));
    await boardIsClean();
  });

  it.each<[string, () => void, string, string]>([
    ['a folder where a file goes', () => mkdirSync(join(flash, 'data.bin')), 'board-is-directory', '/data.bin'],
    ['a file where a folder goes', () => writeFileSync(join(flash, 'lib'), ''), 'board-not-directory', '/lib'],
  ])('meets %s: what came before stays, and the error names it', async (_what, prepare, code, path) => {
    prepare();
    await expect(files.writeAll(project)).rejects.toMatchObject({ code, message: expect.stringContaining(path) });
    expect(existsSync(join(flash, 'main.py'))).toBe(false);
    await boardIsClean();
  });

  it('that does not fit leaves whole files only', async () => {
    const fills = ['/a.bin', '/b.bin', '/c.bin'].map((path) => ({
      kind: 'file' as const,
      path,
      bytes: random(350_000),
    }));
    await expect(files.writeAll(fills)).rejects.toMatchObject({
      code: 'board-flash-full',
      message: expect.stringMatching(/^\/c\.bin needs \d+ KB, and \d+ KB are free /),
    });
    expect(readdirSync(flash).sort()).toEqual(['a.bin', 'b.bin']);
    await boardIsClean();
  });

  it('one of whose files is missing is read up to there', async () => {
    await files.writeAll(project);
    const read: string[] = [];
    const reading = files.readAll(['/main.py', '/gone.py', '/data.bin'], { onFile: (path) => void read.push(path) });
    await expect(reading).rejects.toMatchObject({
      code: 'board-file-not-found',
      message: expect.stringContaining('/gone.py'),
    });
    expect(read).toEqual([]);
  });
});

describe('any file', () => {
  it.each([
    ['spaces, quotes and backslashes', ' it\'s "odd" \\ name .py', 10],
    ['200 characters', `${'n'.repeat(197)}.py`, 10],
    ['what is not ASCII', 'é 🍓 日本.py', 0],
    ['700 KB', 'large.bin', 700 * 1024],
  ])('with %s arrives and comes back as it was', async (_what, name, sizeBytes) => {
    const bytes = random(sizeBytes);
    await files.write(`/${name}`, bytes);
    expect(Buffer.compare(await files.read(`/${name}`), bytes)).toBe(0);
    expect((await files.manifest('/')).entries.map(({ path }) => path)).toEqual([name]);
    await boardIsClean();
  });

  it('that grows while it is read arrives as one whole that it was', async () => {
    await files.write('/log.txt', random(6_000));
    const growing = `import hashlib
_sha256 = hashlib.sha256
class Sha256:
  def __init__(self): self.hash = _sha256()
  def update(self, data):
    self.hash.update(data)
    if hashlib.sha256 is Sha256:
      hashlib.sha256 = _sha256
      with open('/log.txt', 'ab') as f: f.write('more')
  def digest(self): return self.hash.digest()
hashlib.sha256 = Sha256`;
    expect(await session.exec(growing)).toMatchObject({ traceback: null });
    const read = Buffer.from(await files.read('/log.txt'));
    const now = onFlash('log.txt');
    expect(now.length).toBe(6_004);
    expect([6_000, 6_004].map((length) => read.equals(now.subarray(0, length)))).toContain(true);
    await boardIsClean();
  });

  it('waits for its turn when two things are asked at once', async () => {
    const writes = [files.write('/a.bin', random(30_000)), files.write('/b.bin', source(100))];
    const read = files.read('/a.bin');
    await Promise.all(writes);
    expect([Buffer.compare(await read, random(30_000)), onFlash('b.bin').length]).toEqual([0, source(100).length]);
    await boardIsClean();
  });

  it('of two hundred costs one round trip when nothing has changed', async () => {
    const many = Array.from({ length: 200 }, (_, at) => ({
      kind: 'file' as const,
      path: `/f${at}.py`,
      bytes: source(1),
    }));
    await files.writeAll(many);
    const executions = () => seen.filter((text) => text.includes('\x05A\x01')).length;
    const seen: string[] = [];
    line.meddle = (bytes) => {
      seen.push(Buffer.from(bytes).toString('latin1'));
      return bytes;
    };
    const { plan, perform } = await planBoardSync(
      files,
      {
        entries: (await files.manifest('/')).entries,
        read: async () => Promise.reject(new Error('Nothing is to be read.')),
      },
      { target: '/', remove: true, isLeftOut: () => false },
    );
    const asked = executions();
    await perform();
    expect({ unchanged: plan.unchanged, asked, more: executions() - asked }).toEqual({
      unchanged: 200,
      asked: 2,
      more: 0,
    });
  });
});
