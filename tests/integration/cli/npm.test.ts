import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandRoom, repositoryFolder } from './command-process.ts';
import { offerBoard } from './simulated.ts';

const room = new CommandRoom();
let device = '';

beforeAll(async () => {
  device = (await offerBoard(room)).address;
});
afterAll(() => room.end());

const throughNpm = (...args: string[]) =>
  room.startProgram('npm', ['run', '-s', 'bramble', '--', '--device', device, ...args], {}, repositoryFolder);

describe('npm run -s bramble --', () => {
  it('passes arguments, output and exit codes through', async () => {
    const command = throughNpm('exec', "print('a b')\nraise ValueError('x')");
    command.endOfInput();
    const { stdout, stderr, exitCode } = await command.ended;
    expect({ stdout, exitCode }).toEqual({ stdout: 'a b\r\n', exitCode: 1 });
    expect(stderr).toMatch(/^Traceback[\s\S]*ValueError: x\n$/);
  });

  it('passes the terminal’s Ctrl-C through', async () => {
    const command = throughNpm('exec', "print('on')\nwhile True: pass");
    await command.said('stdout', /on/);
    command.pressCtrlC();
    expect(await command.ended).toMatchObject({ exitCode: 130, signal: null });
    // Nobody holds the board any more.
    expect(await room.run(['--device', device, 'exec', '--lf', 'print(1)'])).toMatchObject({ stdout: '1\n' });
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('passes a %s for npm alone through', async (signal, exitCode) => {
    const command = throughNpm('exec', "print('on')\nwhile True: pass");
    await command.said('stdout', /on/);
    command.signal(signal);
    expect(await command.ended).toMatchObject({ exitCode, signal: null });
    expect(await room.run(['--device', device, 'exec', '--lf', 'print(2)'])).toMatchObject({ stdout: '2\n' });
  });
});
