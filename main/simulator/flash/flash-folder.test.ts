import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errno } from '../board-errno.ts';
import { FlashFaults } from './flash-faults.ts';
import { FlashFolder } from './flash-folder.ts';
import { blockBytes, fileBlocks } from './flash-space.ts';
import type { OpenMode } from './open-file.ts';

const none = { read: false, write: false, create: false, exclusive: false, truncate: false, append: false };
const reading: OpenMode = { ...none, read: true };
const writing: OpenMode = { ...none, write: true, create: true, truncate: true };

describe('A flash folder', () => {
  let outside: string;
  let root: string;
  let flash: FlashFolder;

  beforeEach(() => {
    outside = mkdtempSync(path.join(tmpdir(), 'bramble-flash-'));
    root = path.join(outside, 'flash');
    mkdirSync(root);
    flash = new FlashFolder(root);
  });

  afterEach(() => {
    flash.reset();
    rmSync(outside, { recursive: true, force: true });
  });

  const write = (name: string, bytes: Uint8Array | string): number => {
    const fd = flash.open(name, writing);
    if (fd < 0) return fd;
    const count = flash.write(fd, Buffer.from(bytes));
    flash.close(fd);
    return count;
  };

  it('keeps files in the computer’s folder', () => {
    expect(write('/a.txt', 'hello')).toBe(5);
    expect(readFileSync(path.join(root, 'a.txt'), 'utf8')).toBe('hello');
    expect(flash.list('/')).toMatchObject([{ name: 'a.txt', kind: 'file', sizeBytes: 5 }]);
  });

  it('reads, seeks and appends', () => {
    write('/a', 'abcdef');
    const fd = flash.open('/a', { ...reading, write: true, append: true });
    const target = Buffer.alloc(3);
    expect([flash.seek(fd, 2, 0), flash.read(fd, target), target.toString()]).toEqual([2, 3, 'cde']);
    expect([flash.seek(fd, 0, 0), flash.write(fd, Buffer.from('g')), flash.seek(fd, -2, 2)]).toEqual([0, 1, 5]);
    expect([flash.read(fd, target), target.toString('utf8', 0, 2), flash.seek(fd, -1, 0)]).toEqual([
      2,
      'fg',
      -errno.EINVAL,
    ]);
  });

  it('answers with a board’s error numbers', () => {
    write('/f', '');
    flash.makeFolder('/d');
    write('/d/x', '');
    expect({
      missing: flash.open('/nope', reading),
      missingParent: flash.open('/no/x', writing),
      folder: flash.open('/d', reading),
      throughFile: flash.open('/f/x', reading),
      exists: flash.makeFolder('/d'),
      notEmpty: flash.remove('/d'),
      removeMissing: flash.remove('/nope'),
      renameMissing: flash.rename('/nope', '/x'),
      intoItself: flash.rename('/d', '/d/e'),
      onFolder: flash.rename('/f', '/d'),
      root: flash.remove('/'),
      chdir: flash.changeFolder('/nope'),
      name: flash.open(`/${'n'.repeat(300)}`, writing),
      closed: flash.read(99, Buffer.alloc(1)),
      notForWriting: flash.write(flash.open('/f', reading), Buffer.alloc(1)),
    }).toEqual({
      missing: -errno.ENOENT,
      missingParent: -errno.ENOENT,
      folder: -errno.EISDIR,
      throughFile: -errno.ENOTDIR,
      exists: -errno.EEXIST,
      notEmpty: -errno.ENOTEMPTY,
      removeMissing: -errno.ENOENT,
      renameMissing: -errno.ENOENT,
      intoItself: -errno.EINVAL,
      onFolder: -errno.EISDIR,
      root: -errno.EINVAL,
      chdir: -errno.ENOENT,
      name: -errno.ENAMETOOLONG,
      closed: -errno.EBADF,
      notForWriting: -errno.EBADF,
    });
  });

  it('replaces a file by renaming, and removes empty folders', () => {
    write('/a', 'new');
    write('/b', 'old');
    flash.makeFolder('/d');
    expect([flash.rename('/a', '/b'), flash.remove('/d')]).toEqual([0, 0]);
    expect(readFileSync(path.join(root, 'b'), 'utf8')).toBe('new');
    expect(flash.list('/')).toMatchObject([{ name: 'b' }]);
  });

  it('has the room of a Pico W, and refuses what does not fit without touching the rest', () => {
    expect([flash.totalBlocks, flash.freeBlocks()]).toEqual([212, 210]);
    const most = Buffer.alloc(200 * blockBytes, 7);
    expect(write('/big', most)).toBe(most.length);
    const free = flash.freeBlocks();
    expect(write('/more', Buffer.alloc((free + 1) * blockBytes))).toBe(-errno.ENOSPC);
    expect(readFileSync(path.join(root, 'big')).equals(most)).toBe(true);
    expect(write('/fits', Buffer.alloc((free - 1) * blockBytes))).toBeGreaterThan(0);
    expect(flash.remove('/big')).toBe(0);
    expect(flash.freeBlocks()).toBeGreaterThan(200);
  });

  it('has a file’s content only once it is closed or synced, and readers see the one of before', () => {
    write('/f', 'old');
    const reader = flash.open('/f', reading);
    const writer = flash.open('/f', { ...writing, read: true });
    const added = flash.open('/new', writing);
    const host = (name: string) => readFileSync(path.join(root, name), 'utf8');
    const target = Buffer.alloc(9);
    flash.write(writer, Buffer.from('longer'));
    flash.write(added, Buffer.from('text'));
    expect([host('f'), host('new'), flash.stat('/f'), flash.sizeOf(writer)]).toMatchObject([
      'old',
      '',
      { sizeBytes: 3 },
      6,
    ]);
    expect([flash.seek(writer, 2, 0), flash.read(writer, target)]).toEqual([2, 4]);
    flash.sync(writer);
    expect([host('f'), flash.read(reader, target), target.toString('utf8', 0, 3)]).toEqual(['longer', 3, 'old']);
    flash.write(writer, Buffer.from('!'));
    expect([host('f'), flash.close(writer), host('f')]).toEqual(['longer', 0, 'longer!']);
    flash.reset();
    expect([host('new'), readdirSync(outside)]).toEqual(['text', ['flash']]);
  });

  it('keeps the file of before when the new one does not fit, and when it is removed meanwhile', () => {
    write('/f', 'old');
    const tooBig = flash.open('/f', writing);
    flash.write(tooBig, Buffer.from('new'));
    expect(flash.write(tooBig, Buffer.alloc(300 * blockBytes))).toBe(-errno.ENOSPC);
    expect([flash.close(tooBig), readFileSync(path.join(root, 'f'), 'utf8')]).toEqual([0, 'old']);
    const removed = flash.open('/f', writing);
    const renamed = flash.open('/g', writing);
    flash.makeFolder('/d');
    const inside = flash.open('/d/x', writing);
    for (const fd of [removed, renamed, inside]) flash.write(fd, Buffer.from('late'));
    expect([flash.remove('/f'), flash.rename('/g', '/h'), flash.rename('/d', '/e')]).toEqual([0, 0, 0]);
    flash.reset();
    expect([readdirSync(root), readFileSync(path.join(root, 'e/x'), 'utf8')]).toEqual([['e', 'h'], 'late']);
    expect(readFileSync(path.join(root, 'h'), 'utf8')).toBe('');
  });

  it('needs room for the file of before too while it is written anew, and for little of one that is appended to', () => {
    write('/f', Buffer.alloc(120 * blockBytes));
    const anew = flash.open('/f', writing);
    const appended = flash.open('/f', { ...writing, truncate: false, append: true });
    expect([
      flash.write(anew, Buffer.alloc(120 * blockBytes)),
      flash.write(appended, Buffer.alloc(50 * blockBytes)),
    ]).toEqual([-errno.ENOSPC, 50 * blockBytes]);
  });

  it('is full, or loses its power, as somebody ordered', () => {
    const faults = new FlashFaults();
    const lost: string[] = [];
    const losePower = () => {
      lost.push(readFileSync(path.join(root, 'f'), 'utf8'));
      throw new Error('no power');
    };
    flash = new FlashFolder(root, { faults: new FlashFaults(faults.buffer), losePower });
    write('/f', 'old');
    faults.mostBytes = 3 + 10;
    const fd = flash.open('/g', writing);
    expect([flash.write(fd, Buffer.alloc(9)), flash.write(fd, Buffer.alloc(2)), flash.freeBlocks()]).toEqual([
      9,
      -errno.ENOSPC,
      0,
    ]);
    expect([flash.write(fd, Buffer.alloc(1)), flash.close(fd), flash.open('/h', writing)]).toEqual([
      1,
      0,
      -errno.ENOSPC,
    ]);
    expect([flash.makeFolder('/d'), flash.remove('/g'), write('/h', '12345678')]).toEqual([-errno.ENOSPC, 0, 8]);
    faults.clear();
    faults.losePowerAfter(5);
    const half = flash.open('/f', writing);
    expect(flash.write(half, Buffer.from('1234'))).toBe(4);
    expect(() => flash.write(half, Buffer.from('56789'))).toThrow('no power');
    expect([lost, flash.write(half, Buffer.from('on'))]).toEqual([['old'], 2]);
  });

  it('counts what the computer’s user put into it', () => {
    writeFileSync(path.join(root, 'data'), Buffer.alloc(300 * blockBytes));
    expect([flash.freeBlocks(), flash.open('/x', writing), flash.makeFolder('/d')]).toEqual([
      0,
      -errno.ENOSPC,
      -errno.ENOSPC,
    ]);
  });

  it('is as if links, wherever they lead, were not there', () => {
    writeFileSync(path.join(outside, 'secret'), 'secret');
    symlinkSync(path.join(outside, 'secret'), path.join(root, 'link'));
    symlinkSync(outside, path.join(root, 'up'));
    expect({
      list: flash.list('/'),
      read: flash.open('/link', reading),
      write: flash.open('/link', writing),
      through: flash.open('/up/secret', reading),
      create: flash.open('/up/new', writing),
      remove: flash.remove('/link'),
      above: flash.open('/../secret', reading),
    }).toEqual({
      list: [],
      read: -errno.ENOENT,
      write: -errno.ENOENT,
      through: -errno.ENOENT,
      create: -errno.ENOENT,
      remove: -errno.ENOENT,
      above: -errno.ENOENT,
    });
    expect([readFileSync(path.join(outside, 'secret'), 'utf8'), existsSync(path.join(outside, 'new'))]).toEqual([
      'secret',
      false,
    ]);
  });

  it('hides what the board could not name', () => {
    writeFileSync(path.join(root, 'good'), '');
    writeFileSync(Buffer.concat([Buffer.from(path.join(root, 'bad')), Buffer.of(0xff)]), '');
    writeFileSync(path.join(root, 'a:b'), '');
    expect(flash.list('/')).toMatchObject([{ name: 'good' }]);
  });

  it('starts again at the root with everything closed after a reset', () => {
    flash.makeFolder('/d');
    flash.changeFolder('/d');
    const fd = flash.open('/d/x', writing);
    flash.reset();
    expect([flash.currentFolder, flash.write(fd, Buffer.alloc(1))]).toEqual(['/', -errno.EBADF]);
  });
});

describe('Blocks of a file', () => {
  it('are none while it lies in its folder’s metadata, then one for each 4 KB and the pointers', () => {
    expect([0, 512, 513, 4096, 4097, 8192, 100 * 4096].map(fileBlocks)).toEqual([0, 0, 1, 1, 2, 3, 101]);
  });
});
