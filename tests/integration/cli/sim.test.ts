import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { CommandRoom, endAll } from './command-process.ts';
import { offerBoard } from './simulated.ts';

const room = new CommandRoom();
afterEach(endAll);
afterAll(() => room.end());

const writeNote = "f = open('/note.txt', 'w'); f.write('kept'); f.close()";
const readNote = "print(open('/note.txt').read())";

describe('bramble sim', () => {
  it('is found by `auto` and by `devices` while it runs, and not after', async () => {
    const board = await offerBoard(room);
    const { stdout } = await room.run(['devices', '--json']);
    expect(JSON.parse(stdout)).toEqual([expect.objectContaining({ address: board.address })]);
    expect(await room.run(['exec', '--lf', 'print(6 * 7)'])).toMatchObject({ stdout: '42\n', stderr: '', exitCode: 0 });
    board.process.signal('SIGTERM');
    expect(await board.process.ended).toMatchObject({ exitCode: 0, signal: null });
    expect(await room.run(['devices', '--json'])).toMatchObject({ stdout: '[]\n', exitCode: 0 });
  });

  it('keeps its flash in the folder that it was given', async () => {
    const board = await offerBoard(room, '--flash', 'my-flash');
    expect(await room.run(['exec', writeNote])).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(room.folder, 'my-flash', 'note.txt'), 'utf8')).toBe('kept');
    board.process.signal('SIGINT');
    expect(await board.process.ended).toMatchObject({ exitCode: 0 });
    await offerBoard(room, '--flash', 'my-flash');
    expect(await room.run(['exec', '--lf', readNote])).toMatchObject({ stdout: 'kept\n', exitCode: 0 });
  });

  it('keeps a board of its own for each name', async () => {
    const first = await offerBoard(room, 'first');
    const second = await offerBoard(room, 'second');
    await room.run(['--device', first.address, 'exec', writeNote]);
    expect(await room.run(['--device', second.address, 'exec', readNote])).toMatchObject({ exitCode: 1 });
    const { stdout, stderr, exitCode } = await room.run(['exec', 'print(1)']);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 3 });
    expect(stderr).toMatch(/^bramble: .*--device.*\n$/);
    expect(stderr).toContain(first.address);
    expect(stderr).toContain(second.address);
  });

  it('prints everything as JSON for a program that starts it', async () => {
    const process = room.start(['sim', 'json-board', '--json', '--tcp', '0']);
    const [line] = await process.said('stdout', /^\{.*\}$/m);
    expect(JSON.parse(line)).toMatchObject({
      name: 'json-board',
      tcp: expect.stringMatching(/^tcp:127\.0\.0\.1:\d+$/),
      pty: null,
      flash: expect.stringContaining('json-board'),
      pid: expect.any(Number),
    });
  });

  it('says who holds a board that is taken, and a killed owner does not hold it', async () => {
    const owner = await offerBoard(room);
    for (const args of [['sim'], ['--device', 'sim:', 'exec', 'print(1)']]) {
      const { stdout, stderr, exitCode } = await room.run(args);
      expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 3 });
      expect(stderr).toMatch(/^bramble: .*process \d+.*\n$/);
    }
    await owner.process.kill();
    expect(await room.run(['--device', 'sim:', 'exec', '--lf', 'print(1)'])).toMatchObject({
      stdout: '1\n',
      exitCode: 0,
    });
  });

  it('that is offered to one program at a time says at once that another has it', async () => {
    const board = await offerBoard(room);
    const holder = room.start(['--device', board.address, 'exec', 'print("it", "runs")\nwhile True: pass']);
    await holder.said('stdout', /it runs/);
    expect(await room.run(['--device', board.address, 'exec', 'print(1)'])).toMatchObject({
      stdout: '',
      stderr: `bramble: The board at ${board.address} is in use by another program. Disconnect that program, and connect again.\n`,
      exitCode: 3,
    });
  });

  it('is free again when a client was killed that a program of the board let wait', async () => {
    const board = await offerBoard(room);
    const port = board.address.split(':')[2];
    const busy = `exec('print("it", "runs")\\nwhile True: pass')\r`;
    const program = `const line = require('node:net').connect(${port}, '127.0.0.1');
      line.pipe(process.stdout);
      line.write(${JSON.stringify(busy)} + '#'.repeat(200_000));`;
    const client = room.startProgram(process.execPath, ['-e', program]);
    await client.said('stdout', /it runs/);
    await client.kill();
    expect(await room.run(['exec', '--lf', 'print(1)'])).toMatchObject({ stdout: '1\n', stderr: '', exitCode: 0 });
  });

  it('says that a TCP port is taken', async () => {
    const owner = await offerBoard(room);
    const port = owner.address.split(':')[2] ?? '';
    const { stdout, stderr, exitCode } = await room.run(['sim', 'other', '--tcp', port]);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 3 });
    expect(stderr).toMatch(new RegExp(`^bramble: .*${port}.*\\n$`));
  });

  it('refuses a name that would leave its folder', async () => {
    const { stderr, exitCode } = await room.run(['sim', '../outside']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^bramble: .*"\.\.\/outside".*\n$/);
    expect(existsSync(join(room.dataFolder, 'outside'))).toBe(false);
  });
});

describe.runIf(process.platform === 'linux' || process.platform === 'darwin')('bramble sim --pty', () => {
  it('prints the path of a terminal, where serialport finds the board', async () => {
    const board = room.start(['sim', '--pty']);
    const [path] = await board.said('stdout', /^\/dev\/\S+$/m);
    const end = await room.run(['--device', `serial:${path}`, 'exec', '--lf', 'print(6 * 7)']);
    expect(end).toMatchObject({ stdout: '42\n', stderr: '', exitCode: 0 });
  });

  it('without --tcp and --pty prints both ways in', async () => {
    const board = room.start(['sim']);
    await board.said('stdout', /^tcp:127\.0\.0\.1:\d+$/m);
    await board.said('stdout', /^\/dev\/\S+$/m);
  });
});

describe('--device sim:', () => {
  it('is a board of this process, whose flash outlives it', async () => {
    expect(await room.run(['--device', 'sim:mine', 'exec', writeNote])).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await room.run(['exec', '--lf', readNote], { BRAMBLE_DEVICE: 'sim:mine' })).toMatchObject({
      stdout: 'kept\n',
      exitCode: 0,
    });
  });
});
