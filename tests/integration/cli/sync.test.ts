import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { CountingRelay } from '../../support/counting-relay.ts';
import { CommandRoom } from './command-process.ts';
import { offerBoard } from './simulated.ts';

const room = new CommandRoom();
const flash = (...parts: string[]) => join(room.folder, 'flash', ...parts);
const project = (...parts: string[]) => join(room.folder, 'project', ...parts);
let device = '';

beforeAll(async () => {
  device = (await offerBoard(room, '--flash', 'flash')).address;
});
beforeEach(() => {
  for (const name of readdirSync(flash())) rmSync(flash(name), { recursive: true });
  rmSync(project(), { recursive: true, force: true });
  mkdirSync(project('lib', '__pycache__'), { recursive: true });
  writeFileSync(project('main.py'), 'print("main")\n');
  writeFileSync(project('lib', 'wifi.py'), '# wifi\n'.repeat(1000));
  writeFileSync(project('lib', '__pycache__', 'wifi.pyc'), 'x');
  writeFileSync(project('.hidden'), 'x');
});
afterAll(() => room.end());

const sync = (...args: string[]) => room.run(['--device', device, 'sync', 'project', ...args]);

describe('bramble sync', () => {
  it('sends a folder, then only what differs', async () => {
    expect(await sync()).toEqual({
      exitCode: 0,
      signal: null,
      stdout: '',
      stderr: 'made folder :/lib\nsent :/lib/wifi.py  6.8 KB\nsent :/main.py  14 bytes\n',
    });
    expect(readFileSync(flash('lib', 'wifi.py'))).toEqual(readFileSync(project('lib', 'wifi.py')));
    expect(readdirSync(flash()).sort()).toEqual(['lib', 'main.py']);
    expect(readdirSync(flash('lib'))).toEqual(['wifi.py']);
    writeFileSync(project('main.py'), 'print("new")\n');
    expect((await sync()).stderr).toBe('sent :/main.py  13 bytes\n1 file is the same.\n');
    expect(readFileSync(flash('main.py'), 'utf8')).toBe('print("new")\n');
    expect((await sync()).stderr).toBe('2 files are the same.\n');
  });

  it('removes only when it is told to, and says what it would do', async () => {
    mkdirSync(flash('old'));
    writeFileSync(flash('old', 'x.py'), 'x');
    expect((await sync('--delete', '--dry-run')).stderr).toBe(
      'would remove :/old\nwould make folder :/lib\nwould send :/lib/wifi.py\nwould send :/main.py\n',
    );
    expect(readdirSync(flash())).toEqual(['old']);
    await sync();
    expect(existsSync(flash('old', 'x.py'))).toBe(true);
    await sync('--delete');
    expect(readdirSync(flash()).sort()).toEqual(['lib', 'main.py']);
  });

  it('says so where there is nothing to do', async () => {
    rmSync(project('lib'), { recursive: true });
    rmSync(project('main.py'));
    expect((await sync()).stderr).toBe('There is nothing to sync.\n');
    writeFileSync(project('main.py'), '');
    await sync();
    expect((await sync()).stderr).toBe('1 file is the same.\n');
  });

  it('says what it does and did where only folders are to be made', async () => {
    await sync();
    mkdirSync(project('data', 'empty'), { recursive: true });
    const same = '2 files are the same.\n';
    const dry = await sync('--dry-run');
    expect(dry.stderr).toBe(`would make folder :/data\nwould make folder :/data/empty\n${same}`);
    expect(existsSync(flash('data'))).toBe(false);
    expect((await sync()).stderr).toBe(`made folder :/data\nmade folder :/data/empty\n${same}`);
    expect(readdirSync(flash('data'))).toEqual(['empty']);
    expect((await sync()).stderr).toBe(same);
  });

  it('makes the folder on the board that it is given', async () => {
    await sync(':apps/one');
    expect(readdirSync(flash('apps', 'one')).sort()).toEqual(['lib', 'main.py']);
  });

  it('whose process is killed leaves the old files, and the next command says so', async () => {
    await sync();
    for (const name of ['a.bin', 'b.bin']) writeFileSync(project(name), randomBytes(200 * 1024));
    writeFileSync(project('main.py'), 'print("new")\n');
    const relay = await CountingRelay.start(Number(device.split(':').at(-1)));
    onTestFinished(() => relay.dispose());
    const killed = room.start(['--device', `tcp:127.0.0.1:${relay.port}`, 'sync', 'project']);
    // No more passes before it is killed, however late this process has its turn.
    relay.onBytes = () => {
      if (relay.bytes < 100_000) return;
      relay.onBytes = () => {};
      killed.signal('SIGKILL');
    };
    expect((await killed.ended).signal).toBe('SIGKILL');
    const { stdout, stderr } = await room.run(['--device', device, 'fs', 'ls']);
    expect(stderr).toBe('An interrupted upload was taken back. The board holds what it held before.\n');
    expect(stdout).not.toContain('bramble');
    expect(readdirSync(flash()).sort()).toEqual(['lib', 'main.py']);
    expect(readFileSync(flash('main.py'), 'utf8')).toBe('print("main")\n');
  });

  const completed = 'An interrupted sync was completed: 2 changes took effect on the board.';
  const takenBack = 'An interrupted upload was taken back. The board holds what it held before.';
  // The repl shows the board's shell, which says it.
  describe.each([
    ['exec', ['exec', 'print(open("app.py").read())'], '', (said: string) => ({ shell: '', stderr: `${said}\n` })],
    ['run', ['run', 'show.py'], '', (said: string) => ({ shell: '', stderr: `${said}\n` })],
    [
      'repl',
      ['repl'],
      'print(open("app.py").read())\n',
      (said: string) => ({ shell: said, stderr: 'Ctrl-] or Ctrl-X leaves.\n' }),
    ],
  ])('that was broken off, found by bramble %s', (_name, args, typed, told) => {
    /** Shows what the board has for `app.py`, and where it was told what became of the sync. */
    const show = async () => {
      writeFileSync(join(room.folder, 'show.py'), 'print(open("app.py").read())\n');
      const command = room.start(['--device', device, ...args]);
      command.type(typed);
      command.endOfInput();
      const { stdout, stderr, exitCode } = await command.ended;
      const shell = stdout.match(/^An interrupted .*$/gm)?.map((line) => line.trimEnd()) ?? [];
      return { app: /^(old|new)\r?$/m.exec(stdout)?.[1], shell: shell.join('\n'), stderr, exitCode };
    };

    it('is completed when it counted already', async () => {
      writeFileSync(flash('app.py'), 'old\n');
      writeFileSync(flash('gone.py'), '');
      writeFileSync(flash('.bramble-sync.0'), 'new\n');
      writeFileSync(flash('.bramble-sync.journal'), '["x","/gone.py",false]\n["m","/app.py",0]\n');
      expect(await show()).toEqual({ app: 'new', exitCode: 0, ...told(completed) });
      expect(readdirSync(flash())).toEqual(['app.py']);
    });

    it('is taken back when it did not', async () => {
      writeFileSync(flash('app.py'), 'old\n');
      writeFileSync(flash('.bramble-sync.0'), 'new\n');
      expect(await show()).toEqual({ app: 'old', exitCode: 0, ...told(takenBack) });
      expect(readdirSync(flash())).toEqual(['app.py']);
    });
  });

  it('of no folder is refused', async () => {
    const gone = await room.run(['--device', device, 'sync', 'gone']);
    expect(gone).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('There is no folder gone here.') });
  });

  it('leaves out what .brambleignore names, on both sides', async () => {
    writeFileSync(project('.brambleignore'), '*.log\n/docs/\n!keep.log\n');
    mkdirSync(project('docs'));
    writeFileSync(project('docs', 'x.md'), 'x');
    writeFileSync(project('a.log'), 'a');
    writeFileSync(project('keep.log'), 'k');
    writeFileSync(flash('board.log'), 'written by the board');
    await sync('--delete');
    expect(readdirSync(flash()).sort()).toEqual(['board.log', 'keep.log', 'lib', 'main.py']);
  });

  it('that does not fit changes nothing and says how much is needed and free', async () => {
    await sync();
    for (const name of ['a.bin', 'b.bin']) writeFileSync(project(name), Buffer.alloc(430 * 1024, name));
    writeFileSync(project('main.py'), 'changed');
    const { exitCode, stderr } = await sync();
    expect({ exitCode, main: readFileSync(flash('main.py'), 'utf8') }).toEqual({
      exitCode: 1,
      main: 'print("main")\n',
    });
    expect(stderr).toMatch(/^bramble: What is to be sent needs \d+ KB, and \d+ KB are free .* --in-place/);
    expect(readdirSync(flash()).sort()).toEqual(['lib', 'main.py']);
  });

  it.each([
    ['', 'has ended'],
    ['while True: pass\n', 'still runs'],
  ])(
    'goes on with --watch, runs the program anew after each save, and ends well at Ctrl-C when it %2$s',
    async (end) => {
      writeFileSync(project('main.py'), 'print("first")\nwhile True: pass\n');
      const args = ['--device', device, 'sync', 'project', '--watch', '--run', 'project/main.py'];
      const watching = room.start(args);
      await watching.said('stdout', /first/);
      writeFileSync(project('main.py'), `print("second")\n${end}`);
      await watching.said('stdout', /second/);
      expect(readFileSync(flash('main.py'), 'utf8')).toBe(`print("second")\n${end}`);
      watching.signal('SIGINT');
      expect(await watching.ended).toMatchObject({ exitCode: 0 });
      expect(await room.run(['--device', device, 'exec', '--lf', 'print(1)'])).toMatchObject({ stdout: '1\n' });
    },
  );
});

describe('bramble undo', () => {
  const undo = () => room.run(['--device', device, 'undo']);

  it('takes syncs back, the last one first, until there is none', async () => {
    writeFileSync(flash('main.py'), 'the board its own');
    mkdirSync(flash('old'));
    writeFileSync(flash('old', 'x.bin'), Buffer.from([0, 3, 4, 255]));
    await sync('--delete');
    writeFileSync(project('main.py'), 'later');
    await sync();
    expect((await undo()).stderr).toMatch(/^Took back the change of .*: 1 file restored\.\n$/);
    expect(readFileSync(flash('main.py'), 'utf8')).toBe('print("main")\n');
    expect((await undo()).stderr).toMatch(/: 2 files restored, 1 removed\.\n$/);
    expect(readdirSync(flash()).sort()).toEqual(['main.py', 'old']);
    expect(readFileSync(flash('main.py'), 'utf8')).toBe('the board its own');
    expect(readFileSync(flash('old', 'x.bin'))).toEqual(Buffer.from([0, 3, 4, 255]));
  });

  it('leaves what came into a new folder since', async () => {
    await sync();
    writeFileSync(flash('lib', 'data.csv'), '1,2');
    await undo();
    expect(readdirSync(flash(), { recursive: true }).sort()).toEqual(['lib', join('lib', 'data.csv')]);
  });

  it('of nothing says so', async () => {
    const elsewhere = { BRAMBLE_HOME: join(room.folder, 'elsewhere') };
    const { exitCode, stderr } = await room.run(['--device', device, 'undo'], elsewhere);
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining('nothing to undo') });
  });
});

describe('bramble backup and restore', () => {
  const bramble = (...args: string[]) => room.run(['--device', device, ...args]);
  const long = `${'n'.repeat(196)} é"\\.py`;

  it('keep all files, whatever they are called, and put them back', async () => {
    mkdirSync(flash('lib', 'sub'), { recursive: true });
    writeFileSync(flash('.hidden'), '');
    writeFileSync(flash('lib', 'sub', 'x.bin'), Buffer.from([0, 3, 4, 27, 30, 255]));
    writeFileSync(project(long), 'long');
    expect(await room.run(['--device', device, 'fs', 'cp', '-q', join('project', long), ':lib'])).toMatchObject({
      exitCode: 0,
    });
    const before = readdirSync(flash(), { recursive: true }).sort();
    expect((await bramble('backup', 'board.tar')).stderr).toMatch(/^board\.tar {2}3 files, /);
    for (const name of readdirSync(flash())) rmSync(flash(name), { recursive: true });
    writeFileSync(flash('new.py'), 'new');
    expect((await bramble('restore', 'board.tar', '--delete')).stderr).toBe('3 files restored, 1 removed.\n');
    expect(readdirSync(flash(), { recursive: true }).sort()).toEqual(before);
    expect(readFileSync(flash('lib', 'sub', 'x.bin'))).toEqual(Buffer.from([0, 3, 4, 27, 30, 255]));
    expect((await bramble('restore', 'board.tar')).stderr).toBe('Nothing to restore: 3 files are the same.\n');
  });

  it('say so where only folders are to be made again', async () => {
    mkdirSync(flash('data', 'empty'), { recursive: true });
    writeFileSync(flash('main.py'), '');
    await bramble('backup', 'folders.tar');
    rmSync(flash('data'), { recursive: true });
    expect((await bramble('restore', 'folders.tar')).stderr).toBe('2 folders made; 1 file is the same.\n');
    expect(readdirSync(flash('data'))).toEqual(['empty']);
  });

  it('of what is no archive changes nothing', async () => {
    writeFileSync(project('no.tar'), 'x'.repeat(600));
    expect(await bramble('restore', 'project/no.tar', '--delete')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('no tar archive'),
    });
  });
});
