/** MicroPython's own tool against a simulated board: on the pseudo-terminal as on a serial port, and on the TCP port. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DisposableStore } from '../../app/base/index.ts';
import { servePseudoTerminal } from '../../main/simulator/pseudo-terminal.ts';
import { SimulatedBoard } from '../../main/simulator/simulated-board.ts';
import { serveBoardOverTcp } from '../../main/simulator/tcp-server.ts';
import { describeWith } from '../third-party.ts';

const run = promisify(execFile);

describeWith(['mpremote'], '"pip install mpremote"', 'mpremote', (mpremote) => {
  const parts = new DisposableStore();
  const ports = new Map<string, string>();
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bramble-mpremote-'));
    const board = parts.add(await SimulatedBoard.start({ name: 'mpremote', flashFolder: join(folder, 'flash') }));
    const openLine = () => board.openLine();
    const tcp = parts.add(await serveBoardOverTcp(openLine, { port: 0 }));
    ports.set('TCP', `socket://${tcp.host}:${tcp.port}`);
    if (platform() === 'win32') return;
    ports.set('a pseudo-terminal', parts.add(await servePseudoTerminal(openLine)).path);
  });
  afterAll(async () => {
    parts.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  describe.each(platform() === 'win32' ? ['TCP'] : ['TCP', 'a pseudo-terminal'])('over %s', (kind) => {
    const command = async (...args: string[]) => {
      const { stdout } = await run(mpremote, ['connect', ports.get(kind) ?? '', ...args], { timeout: 30_000 });
      return stdout.replaceAll('\r\n', '\n');
    };

    it('executes code and prints what it prints', async () => {
      expect(await command('exec', 'print(1)')).toBe('1\n');
      expect(await command('eval', '6 * 7')).toBe('42\n');
    });

    it('keeps the board running from one call to the next with resume', async () => {
      await command('exec', 'kept = "still here"');

      expect(await command('resume', 'exec', 'print(kept)')).toBe('still here\n');
    });

    it('exits with 1 and the traceback when the program raises', async () => {
      await expect(command('exec', 'import nothing_of_that_name')).rejects.toMatchObject({
        code: 1,
        // mpremote writes the board's errors where it writes its output.
        stdout: expect.stringContaining("ImportError: no module named 'nothing_of_that_name'"),
      });
    });

    it('copies a file to the board and back, unchanged', async () => {
      const [sent, received] = [join(folder, 'sent.bin'), join(folder, 'received.bin')];
      const content = Buffer.from(Uint8Array.from({ length: 5000 }, (_, index) => (index * 31) & 0xff));
      await writeFile(sent, content);

      const there = await command('fs', 'cp', sent, ':copied.bin', '+', 'fs', 'ls');
      const back = await command('fs', 'cp', ':copied.bin', received, '+', 'fs', 'rm', ':copied.bin', '+', 'fs', 'ls');

      expect(there).toContain('5000 copied.bin');
      expect(back).not.toContain('5000 copied.bin');
      expect((await readFile(received)).equals(content)).toBe(true);
    });

    it('finds the board again after a reset', async () => {
      await command('reset');

      expect(await command('exec', 'import machine; print(machine.reset_cause() == machine.WDT_RESET)')).toBe('True\n');
    });

    it('runs a script of the computer', async () => {
      const script = join(folder, 'blink.py');
      await writeFile(script, 'from machine import Pin\nled = Pin("LED", Pin.OUT)\nled.on()\nprint(led.value())\n');

      expect(await command('run', script)).toBe('1\n');
    });
  });
});
