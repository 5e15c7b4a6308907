import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CommandRoom } from './command-process.ts';

const room = new CommandRoom();
afterAll(() => room.end());

describe('bramble', () => {
  it('prints its version', async () => {
    expect(await room.run(['--version'])).toEqual({
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: '',
      exitCode: 0,
      signal: null,
    });
  });

  it('explains itself, with examples and the exit codes', async () => {
    const { stdout, stderr, exitCode } = await room.run(['--help']);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    for (const verb of ['devices', 'run', 'exec', 'repl', 'reset', 'fs', 'sim', 'syslog', 'serve']) {
      expect(stdout).toMatch(new RegExp(`^  ${verb}\\b`, 'm'));
    }
    expect(stdout).toContain('Examples:');
    expect(stdout).toContain('130 interrupted');
  });

  it('without a command shows the same on stderr, as wrong usage', async () => {
    const { stdout, stderr, exitCode } = await room.run([]);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toContain('Usage: bramble');
  });

  it.each([
    [['rnu', 'main.py'], /^bramble: Unknown command 'rnu'\. Did you mean run\?.*--help.*\n$/],
    [['fs', 'sl'], /^bramble: Unknown command 'sl'\. Did you mean (ls|rm)\?.*\n$/],
    [['run'], /^bramble: Missing required argument 'file'\..*\n$/],
    [['run', '--timeot', '5', 'x.py'], /^bramble: Unknown option '--timeot'\. Did you mean --timeout\?.*\n$/],
    [['run', '--timeout', 'soon', 'x.py'], /^bramble: .*'soon' is invalid.*seconds above 0.*\n$/],
    [['exec', 'print(1)', 'print(2)'], /^bramble: Too many arguments.*\n$/],
    [['sim', '--tcp', '70000'], /^bramble: .*'70000' is invalid.*65535.*\n$/],
    [['fs', 'cp', 'main.py'], /^bramble: Missing argument 'target'.*\n$/],
    [['syslog', 'tail', '--severity', 'loud'], /^bramble: .*'loud' is invalid.*warning.*\n$/],
    [['--device', 'usb:1', 'exec', 'print(1)'], /^bramble: "usb:1" is not a board address\. Use .*\n$/],
  ])('answers %j with one clear sentence and exit code 2', async (args, sentence) => {
    const { stdout, stderr, exitCode } = await room.run(args);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toMatch(sentence);
  });

  it.each([
    [['run', 'gone.py'], /^bramble: There is no file gone\.py here\. .*\n$/],
    [['run', 'folder'], /^bramble: folder is a folder, .*\n$/],
    [['run', 'latin1.py'], /^bramble: latin1\.py is not UTF-8 text\. .*\n$/],
    [['run', 'compiled.mpy'], /^bramble: compiled\.mpy is compiled\. .*bramble fs cp compiled\.mpy :\n$/],
  ])('looks at the program before it looks for a board: %j', async (args, sentence) => {
    mkdirSync(join(room.folder, 'folder'), { recursive: true });
    writeFileSync(join(room.folder, 'latin1.py'), Buffer.from("print('caf\xe9')", 'latin1'));
    const { stdout, stderr, exitCode } = await room.run(args);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toMatch(sentence);
  });
});

describe('no board', () => {
  it('is told with both remedies', async () => {
    const { stdout, stderr, exitCode } = await room.run(['fs', 'ls']);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 3 });
    expect(stderr).toMatch(/^bramble: No board.*Plug in.*sim.*\n$/);
  });

  it('is an empty list for a program that asks for the devices', async () => {
    const { stdout, exitCode } = await room.run(['devices', '--json']);
    expect({ devices: JSON.parse(stdout), exitCode }).toEqual({ devices: [], exitCode: 0 });
  });

  it.each([
    ['tcp:127.0.0.1:1', /^bramble: .*127\.0\.0\.1.*\n$/],
    ['serial:/dev/nothing-here', /^bramble: .*\/dev\/nothing-here.*\n$/],
    ['id:NOSUCHBOARD', /^bramble: .*NOSUCHBOARD.*\n$/],
  ])('answers at %s', async (device, sentence) => {
    const { stdout, stderr, exitCode } = await room.run(['--device', device, 'exec', 'print(1)']);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 3 });
    expect(stderr).toMatch(sentence);
  });
});
