import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandRoom } from './command-process.ts';
import { offerBoard } from './simulated.ts';

const room = new CommandRoom();
let device = '';

beforeAll(async () => {
  device = (await offerBoard(room, '--flash', 'flash')).address;
});
afterAll(() => room.end());

describe('bramble repl', () => {
  it.each([
    ['Ctrl-]', '\x1d'],
    ['Ctrl-X', '\x18'],
  ])('shows the board’s prompt, types to it, and leaves at %s', async (_name, key) => {
    const repl = room.start(['--device', device, 'repl']);
    await repl.said('stdout', /MicroPython v[^\r]*\r\n[\s\S]*>>> $/);
    repl.type('6*7\n');
    await repl.said('stdout', /6\*7\r\n42\r\n>>> $/);
    repl.type(key);
    expect(await repl.ended).toMatchObject({ exitCode: 0, signal: null });
  });

  it('types a pipe to its end, and leaves when the board has answered', async () => {
    const repl = room.start(['--device', device, 'repl']);
    repl.type('x = 6\nprint(x * 7)\n');
    repl.endOfInput();
    const { stdout, exitCode } = await repl.ended;
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/>>> print\(x \* 7\)\r\n42\r\n>>> $/);
  });

  it('passes Ctrl-C on to the board', async () => {
    const repl = room.start(['--device', device, 'repl']);
    await repl.said('stdout', />>> $/);
    repl.type('while True: pass\n\n');
    await repl.said('stdout', /pass\r\n.*\r\n/);
    repl.type('\x03');
    await repl.said('stdout', /KeyboardInterrupt: *\r\n>>> $/);
    repl.type('\x1d');
    expect(await repl.ended).toMatchObject({ exitCode: 0 });
  });

  it('says that the connection was lost, and exits with 3', async () => {
    const lonely = await offerBoard(room, 'lonely');
    const repl = room.start(['--device', lonely.address, 'repl']);
    await repl.said('stdout', />>> $/);
    await lonely.process.kill();
    const { stderr, exitCode } = await repl.ended;
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/\nbramble: .*\n$/);
  });
});

describe('bramble reset', () => {
  it('--soft runs boot.py and main.py and shows what they print', async () => {
    writeFileSync(join(room.folder, 'flash', 'main.py'), "print('main here')\n");
    const { stdout, exitCode } = await room.run(['--device', device, 'reset', '--soft']);
    expect({ lines: stdout.match(/main here/g), exitCode }).toEqual({ lines: ['main here'], exitCode: 0 });
  });

  it('--soft stops an endless main.py at Ctrl-C', async () => {
    writeFileSync(join(room.folder, 'flash', 'main.py'), "print('main here')\nwhile True:\n    pass\n");
    const reset = room.start(['--device', device, 'reset', '--soft']);
    await reset.said('stdout', /main here/);
    reset.signal('SIGINT');
    expect(await reset.ended).toMatchObject({ exitCode: 130, signal: null });
    writeFileSync(join(room.folder, 'flash', 'main.py'), '');
    expect(await room.run(['--device', device, 'exec', '--lf', 'print(1)'])).toMatchObject({ stdout: '1\n' });
  });

  it('restarts the whole board and waits until it is back', async () => {
    await room.run(['--device', device, 'exec', 'kept = 1']);
    expect(await room.run(['--device', device, 'reset'])).toMatchObject({ stdout: '', stderr: '', exitCode: 0 });
    expect(await room.run(['--device', device, 'exec', '--no-reset', 'print(kept)'])).toMatchObject({ exitCode: 1 });
  });
});
