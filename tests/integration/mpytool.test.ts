/** Another third party's tool against a simulated board, on the pseudo-terminal as on a serial port. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { servePseudoTerminal } from '../../main/simulator/lines/pseudo-terminal.ts';
import { SimulatedBoard } from '../../main/simulator/simulated-board.ts';
import { describeWith } from '../third-party.ts';

const run = promisify(execFile);

describeWith(['mpytool'], '"pip install mpytool"', 'mpytool', (mpytool) => {
  const parts = new AsyncDisposableStack();
  let folder: string;
  let port: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bramble-mpytool-'));
    if (platform() === 'win32') return;
    const board = await SimulatedBoard.start({ name: 'mpytool', flashFolder: join(folder, 'flash') });
    parts.defer(() => board.dispose());
    port = parts.adopt(await servePseudoTerminal(() => board.openLine()), (served) => served.dispose()).path;
  });
  afterAll(async () => {
    await parts.disposeAsync();
    await rm(folder, { recursive: true, force: true });
  });

  const command = async (...args: string[]) => {
    const { stdout } = await run(mpytool, ['-p', port, ...args], { timeout: 60_000 });
    return stdout.replaceAll('\r\n', '\n');
  };

  it.skipIf(platform() === 'win32')('copies files both ways, lists, shows and removes them', async () => {
    const [sent, back] = [join(folder, 'sent.py'), join(folder, 'back')];
    const text = `${'value = 1  # the same line again\n'.repeat(400)}print(value)\n`;
    await writeFile(sent, text);
    await mkdir(back);

    await command('cp', sent, ':/');
    const there = await command('ls', ':/');
    const shown = await command('cat', ':/sent.py');
    await command('cp', ':/sent.py', `${back}/`);
    await command('rm', ':/sent.py');
    const left = await command('ls', ':/');

    expect(there).toContain('sent.py');
    expect(shown.trim()).toBe(text.trim());
    expect(await readFile(join(back, 'sent.py'), 'utf8')).toBe(text);
    expect(left).not.toContain('sent.py');
  });

  it.skipIf(platform() === 'win32')('executes code', async () => {
    expect(await command('exec', 'print(6 * 7)')).toContain('42');
  });
});
