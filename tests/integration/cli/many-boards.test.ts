/** Several boards of one user: their names, one command for all of them, one Bramble at a time on each. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandRoom } from './command-process.ts';
import { type OfferedBoard, offerBoard } from './simulated.ts';

const room = new CommandRoom();
let kitchen: OfferedBoard;
let attic: OfferedBoard;

beforeAll(async () => {
  [kitchen, attic] = await Promise.all([offerBoard(room, 'one'), offerBoard(room, 'two')]);
  await room.run(['devices', '--name', kitchen.address, 'kitchen']);
  await room.run(['devices', '--name', attic.address, 'attic']);
});
afterAll(() => room.end());

const lines = (text: string) =>
  text
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .sort();

describe('names', () => {
  it('are listed, and stand for their boards', async () => {
    const { stdout } = await room.run(['devices', '--json']);
    const named = (JSON.parse(stdout) as { name: string; address: string }[]).map(({ name, address }) => [
      name,
      address,
    ]);
    expect(named.sort()).toEqual([
      ['attic', attic.address],
      ['kitchen', kitchen.address],
    ]);
    const { stdout: printed, exitCode } = await room.run(['--device', 'kitchen', 'exec', '--lf', 'print(6*7)']);
    expect({ printed, exitCode }).toEqual({ printed: '42\n', exitCode: 0 });
  });

  it.each([
    [['devices', '--name', 'sim:', 'auto'], /^bramble: "auto" cannot name a board\. /],
    [['devices', '--name', 'sim:', 'kitchen'], /^bramble: The board .* is named kitchen already\. /],
    [['devices', '--name', 'sim:'], /^bramble: --name takes an address and a name/],
    [['devices', '--forget', 'cellar'], /^bramble: No board is named cellar\. /],
  ])('that cannot be are refused: %j', async (args, sentence) => {
    const { stderr, exitCode } = await room.run(args);
    expect({ stderr, exitCode }).toEqual({ stderr: expect.stringMatching(sentence), exitCode: 2 });
  });

  it('that nobody has are told with those that there are', async () => {
    const { stderr, exitCode } = await room.run(['--device', 'cellar', 'exec', 'print(1)']);
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/^bramble: No board is named cellar \(there is attic, kitchen\)\. /);
  });
});

describe('one command for several boards', () => {
  it('runs on each, and says which said what', async () => {
    const { stdout, exitCode } = await room.run([
      '--device',
      'kitchen',
      '--device',
      'attic',
      'exec',
      '--lf',
      'print("a"); print("b")',
    ]);
    expect({ lines: lines(stdout), exitCode }).toEqual({
      lines: ['[attic] a', '[attic] b', '[kitchen] a', '[kitchen] b'],
      exitCode: 0,
    });
  });

  it('takes all of them, and ends with the worst exit code', async () => {
    writeFileSync(
      join(room.folder, 'half.py'),
      'import network\nif "ONE" in "TWO": pass\nimport os\n1 // len([n for n in os.listdir() if n == "mark"])\nprint("fine")\n',
    );
    await room.run(['--device', 'kitchen', 'exec', 'open("mark", "w").close()']);
    const { stdout, stderr, exitCode } = await room.run(['--device', 'all', 'run', '--lf', 'half.py']);
    expect({ lines: lines(stdout), exitCode }).toEqual({ lines: ['[kitchen] fine'], exitCode: 1 });
    expect(stderr).toMatch(/^\[attic\] ZeroDivisionError/m);
  });

  it('syncs a folder to each, and one that is not there keeps none of the others from it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bramble-many-'));
    writeFileSync(join(folder, 'x.py'), 'x = 1\n');
    const devices = ['--device', 'kitchen', '--device', 'attic', '--device', 'tcp:127.0.0.1:1'];
    const { stderr, exitCode } = await room.run([...devices, 'sync', folder, ':synced']);
    rmSync(folder, { recursive: true });
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/^\[tcp:127\.0\.0\.1:1\] bramble: No board at/m);
    const { stdout } = await room.run(['--device', 'all', 'exec', '--lf', 'import os; print(os.listdir("synced"))']);
    expect(lines(stdout)).toEqual(["[attic] ['x.py']", "[kitchen] ['x.py']"]);
  });

  it('is refused where one board is meant', async () => {
    const { stderr, exitCode } = await room.run(['--device', 'all', 'repl']);
    expect({ stderr, exitCode }).toEqual({ stderr: expect.stringMatching(/"repl" takes one board/), exitCode: 2 });
  });
});
