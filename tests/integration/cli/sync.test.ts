import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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
    expect(await sync()).toMatchObject({ exitCode: 0, stdout: '' });
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
      'would remove :/old\nwould send :/lib\nwould send :/lib/wifi.py\nwould send :/main.py\n0 files are the same.\n',
    );
    expect(readdirSync(flash())).toEqual(['old']);
    await sync();
    expect(existsSync(flash('old', 'x.py'))).toBe(true);
    await sync('--delete');
    expect(readdirSync(flash()).sort()).toEqual(['lib', 'main.py']);
  });

  it('makes the folder on the board that it is given', async () => {
    await sync(':apps/one');
    expect(readdirSync(flash('apps', 'one')).sort()).toEqual(['lib', 'main.py']);
  });

  it('of no folder is refused', async () => {
    const gone = await room.run(['--device', device, 'sync', 'gone']);
    expect(gone).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('There is no folder gone here.') });
  });
});
