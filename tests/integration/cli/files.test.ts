import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { CountingRelay } from '../../support/counting-relay.ts';
import { CommandRoom } from './command-process.ts';
import { offerBoard } from './simulated.ts';

const room = new CommandRoom();
const here = (...parts: string[]) => join(room.folder, ...parts);
/** The board's flash, seen from this computer: a witness that is not Bramble's own reading. */
const flash = (...parts: string[]) => join(room.folder, 'flash', ...parts);
let device = '';

beforeAll(async () => {
  device = (await offerBoard(room, '--flash', 'flash')).address;
});
beforeEach(() => {
  for (const name of readdirSync(flash())) rmSync(flash(name), { recursive: true });
  mkdirSync(flash('lib', 'sub'), { recursive: true });
  writeFileSync(flash('main.py'), 'print("main")\n');
  writeFileSync(flash('lib', 'wifi.py'), 'x = 1\n');
});
afterAll(() => room.end());

const fs = (...args: string[]) => room.run(['--device', device, 'fs', ...args]);
const done = { stdout: '', exitCode: 0 };

describe('bramble fs ls and tree', () => {
  it('list the top folder', async () => {
    expect(await fs('ls')).toMatchObject({
      stdout: '           0 lib/\n          14 main.py\n',
      stderr: '',
      exitCode: 0,
    });
  });

  it('list several places, each under its name', async () => {
    expect(await fs('ls', ':lib', 'main.py')).toMatchObject({
      stdout: ':/lib:\n           0 sub/\n           6 wifi.py\n\n:/main.py:\n          14 main.py\n',
      exitCode: 0,
    });
  });

  it('list for a program that reads', async () => {
    const { stdout } = await fs('ls', '--json', ':lib');
    expect(JSON.parse(stdout)).toEqual([
      { path: '/lib/sub', kind: 'folder', sizeBytes: 0 },
      { path: '/lib/wifi.py', kind: 'file', sizeBytes: 6 },
    ]);
  });

  it('draw everything', async () => {
    expect(await fs('tree')).toMatchObject({
      stdout: ':/\n├── lib\n│   ├── sub\n│   └── wifi.py\n└── main.py\n',
      exitCode: 0,
    });
  });

  it('say what is missing', async () => {
    const { stdout, stderr, exitCode } = await fs('ls', ':gone');
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 });
    expect(stderr).toMatch(/^bramble: .*\/gone.*\n$/);
  });
});

describe('bramble fs cp', () => {
  it('copies to the board and back, any bytes under any name', async () => {
    const name = 'it\'s ü "odd" \\ name.bin';
    const bytes = Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7) % 256));
    writeFileSync(here(name), bytes);
    expect(await fs('cp', '-q', name, ':')).toMatchObject({ ...done, stderr: '' });
    expect(await fs('ls', ':')).toMatchObject({ stdout: expect.stringContaining(`        5000 ${name}\n`) });
    expect(await fs('cp', '-q', `:${name}`, 'back.bin')).toMatchObject({ ...done, stderr: '' });
    expect(readFileSync(here('back.bin'))).toEqual(bytes);
  });

  it('says on stderr what it copies', async () => {
    writeFileSync(here('a.py'), 'a = 1\n');
    expect(await fs('cp', 'a.py', ':lib')).toMatchObject({ ...done, stderr: 'a.py -> :/lib/a.py  6 bytes\n' });
  });

  it('copies a folder with all it holds, and back', async () => {
    mkdirSync(here('pkg', 'inner'), { recursive: true });
    mkdirSync(here('pkg', '__pycache__'), { recursive: true });
    writeFileSync(here('pkg', 'one.py'), '1');
    writeFileSync(here('pkg', 'inner', 'two.py'), '2');
    writeFileSync(here('pkg', '__pycache__', 'one.pyc'), 'x');
    expect(await fs('cp', '-rq', 'pkg', ':')).toMatchObject(done);
    expect(readdirSync(flash(), { recursive: true }).sort()).toEqual(
      ['lib', 'lib/sub', 'lib/wifi.py', 'main.py', 'pkg', 'pkg/inner', 'pkg/inner/two.py', 'pkg/one.py'].sort(),
    );
    mkdirSync(here('copy'));
    expect(await fs('cp', '-rq', ':', 'copy')).toMatchObject(done);
    expect(readFileSync(here('copy', 'pkg', 'inner', 'two.py'), 'utf8')).toBe('2');
  });

  it('copies within the board', async () => {
    expect(await fs('cp', '-q', ':main.py', ':old.py')).toMatchObject(done);
    expect(readFileSync(flash('old.py'), 'utf8')).toBe('print("main")\n');
  });

  it.each([
    [['gone.py', ':'], 2, /^bramble: There is no gone\.py here\. .*\n$/],
    [['ok.py', 'gone.py', ':'], 2, /^bramble: There is no gone\.py here\. .*\n$/],
    [['.', ':'], 2, /^bramble: \. is a folder\. .*"cp -r"\.\n$/],
    [[':gone.py', '.'], 1, /^bramble: There is no :\/gone\.py on the board\. .*\n$/],
    [['ok.py', ':nowhere/'], 1, /^bramble: There is no folder :\/nowhere .*bramble fs mkdir.*\n$/],
    [['ok.py', 'other.py'], 2, /^bramble: Both paths are on this computer\. .*":".*\n$/],
  ])('refuses %j before anything is written', async (paths, exitCode, sentence) => {
    writeFileSync(here('ok.py'), 'ok = 1\n');
    const end = await fs('cp', ...paths);
    expect({ stdout: end.stdout, exitCode: end.exitCode }).toEqual({ stdout: '', exitCode });
    expect(end.stderr).toMatch(sentence);
    expect(readdirSync(flash()).sort()).toEqual(['lib', 'main.py']);
  });

  it('leaves the old file whole, and nothing else, when Ctrl-C ends it', async () => {
    writeFileSync(here('big.bin'), randomBytes(500 * 1024));
    const relay = await CountingRelay.start(Number(device.split(':').at(-1)));
    onTestFinished(() => relay.dispose());
    const copy = room.start(['--device', `tcp:127.0.0.1:${relay.port}`, 'fs', 'cp', 'big.bin', ':main.py']);
    // No more passes before the signal is sent, however late this process has its turn.
    relay.onBytes = () => {
      if (relay.bytes < 100_000) return;
      relay.onBytes = () => {};
      copy.signal('SIGINT');
    };
    expect(await copy.ended).toMatchObject({ stdout: '', stderr: '', exitCode: 130 });
    expect(readdirSync(flash()).sort()).toEqual(['lib', 'main.py']);
    expect(readFileSync(flash('main.py'), 'utf8')).toBe('print("main")\n');
  });

  it('leaves the old file whole when the flash is full', async () => {
    writeFileSync(here('huge.bin'), Buffer.alloc(900 * 1024, 1));
    const { stdout, stderr, exitCode } = await fs('cp', 'huge.bin', ':main.py');
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 });
    expect(stderr).toMatch(/^bramble: .*(full|room|free).*\n$/);
    expect(readdirSync(flash()).sort()).toEqual(['lib', 'main.py']);
    expect(readFileSync(flash('main.py'), 'utf8')).toBe('print("main")\n');
  });
});

describe('bramble fs', () => {
  it('cat writes the bytes as they are', async () => {
    writeFileSync(flash('data.bin'), Buffer.from([0, 13, 10, 4, 255]));
    const command = room.start(['--device', device, 'fs', 'cat', ':main.py', ':data.bin']);
    await command.ended;
    expect(command.bytes).toEqual(Buffer.concat([Buffer.from('print("main")\n'), Buffer.from([0, 13, 10, 4, 255])]));
  });

  it('rm removes files, folders only with -r, and nothing when one name is wrong', async () => {
    expect(await fs('rm', ':main.py', ':gone.py')).toMatchObject({ stdout: '', exitCode: 1 });
    expect(await fs('rm', ':lib')).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('"rm -r"') });
    expect(readdirSync(flash()).sort()).toEqual(['lib', 'main.py']);
    expect(await fs('rm', '-r', ':lib', ':main.py')).toMatchObject({ ...done, stderr: '' });
    expect(readdirSync(flash())).toEqual([]);
  });

  it('mkdir makes a folder once, and with -p whatever is missing', async () => {
    expect(await fs('mkdir', ':data')).toMatchObject({ ...done, stderr: '' });
    expect(await fs('mkdir', ':data')).toMatchObject({ stdout: '', exitCode: 1 });
    expect(await fs('mkdir', ':a/b/c')).toMatchObject({
      stderr: 'bramble: There is no :/a/b on the board to make c in. Make the folders above as well with -p.\n',
      exitCode: 1,
    });
    expect(await fs('mkdir', '-p', ':data', ':a/b/c')).toMatchObject({ ...done, stderr: '' });
    expect(existsSync(flash('a', 'b', 'c'))).toBe(true);
  });

  it('mv renames, and moves into a folder', async () => {
    expect(await fs('mv', ':main.py', ':old.py')).toMatchObject({ ...done, stderr: '' });
    expect(await fs('mv', ':old.py', ':lib')).toMatchObject({ ...done, stderr: '' });
    expect(readFileSync(flash('lib', 'old.py'), 'utf8')).toBe('print("main")\n');
    expect(await fs('mv', ':lib', ':lib/sub')).toMatchObject({ stdout: '', exitCode: 2 });
  });

  it('touch makes what is missing and leaves what is there', async () => {
    expect(await fs('touch', ':new.txt', ':main.py')).toMatchObject({ ...done, stderr: '' });
    expect([readFileSync(flash('new.txt'), 'utf8'), readFileSync(flash('main.py'), 'utf8')]).toEqual([
      '',
      'print("main")\n',
    ]);
  });

  it('sha256 agrees with everyone else', async () => {
    expect(await fs('sha256', ':lib/wifi.py')).toMatchObject({
      stdout: '9e26bf369911c45c243c684147b23fc9e1dcfcf257d299a1c632016a6fcd33f4  /lib/wifi.py\n',
    });
  });

  it('df counts the flash of a Pico W', async () => {
    const { stdout } = await fs('df', '--json');
    const { totalBytes, usedBytes, freeBytes } = JSON.parse(stdout);
    expect({ totalBytes, sum: usedBytes + freeBytes }).toEqual({ totalBytes: 848 * 1024, sum: 848 * 1024 });
    expect(await fs('df')).toMatchObject({ stdout: expect.stringMatching(/^.* of 848\.0 KB used, .* free\n$/) });
  });
});

describe('patterns', () => {
  it('in paths of the board name what matches there', async () => {
    writeFileSync(flash('boot.py'), '');
    writeFileSync(flash('a%2Ab.txt'), 'star');
    expect((await fs('ls', ':*.py')).stdout).toBe('           0 boot.py\n          14 main.py\n');
    mkdirSync(here('fetched'));
    expect(await fs('cp', '-q', ':**/*.py', 'fetched')).toMatchObject(done);
    expect(readdirSync(here('fetched')).sort()).toEqual(['boot.py', 'main.py', 'wifi.py']);
    expect(await fs('cat', ':a*b.txt')).toMatchObject({ stdout: 'star' });
    expect(await fs('rm', ':lib/*.py', ':b???.py')).toMatchObject(done);
    expect(readdirSync(flash(), { recursive: true }).sort()).toEqual([
      'a%2Ab.txt',
      'lib',
      join('lib', 'sub'),
      'main.py',
    ]);
    expect(await fs('rm', ':*.gone')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('matches :/*.gone'),
    });
  });
});
