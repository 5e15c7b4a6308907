/** MicroPython's own tool against a simulated board: on the pseudo-terminal as on a serial port, and on the TCP port. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { platform, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { servePseudoTerminal } from '../../main/simulator/lines/pseudo-terminal.ts';
import { serveBoardOverTcp } from '../../main/simulator/lines/tcp-server.ts';
import { SimulatedBoard } from '../../main/simulator/simulated-board.ts';
import { describeWith } from '../third-party.ts';

const run = promisify(execFile);

/** Commands in one call. */
const chain = (...commands: string[]) =>
  commands.map((text) => text.split(' ')).flatMap((words, index) => (index === 0 ? words : ['+', ...words]));

/** What the last `ls` of some commands showed; mpremote says each command before it does it. */
const listed = (output: string) => output.slice(output.lastIndexOf('ls :'));

/** An index in the layout of micropython-lib's, with one package, on a free port of this computer. */
async function servePackages(): Promise<{ address: string; close: () => void }> {
  const file = 'def hello(): return "hello from a package"\n';
  const hash = createHash('sha256').update(file).digest('hex').slice(0, 8);
  const answers: Record<string, string> = {
    '/package/py/greeting/latest.json': JSON.stringify({ v: 1, hashes: [['greeting.py', hash]], version: '1.0' }),
    [`/file/${hash.slice(0, 2)}/${hash}`]: file,
  };
  const server = createServer((request, response) => {
    const answer = answers[request.url ?? ''];
    response.writeHead(answer === undefined ? 404 : 200).end(answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}`, close: () => server.close() };
}

describeWith(['mpremote'], '"pip install mpremote"', 'mpremote', (mpremote) => {
  const parts = new AsyncDisposableStack();
  const ports = new Map<string, string>();
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bramble-mpremote-'));
    const board = await SimulatedBoard.start({ name: 'mpremote', flashFolder: join(folder, 'flash') });
    parts.defer(() => board.dispose());
    const openLine = () => board.openLine();
    const tcp = parts.adopt(await serveBoardOverTcp(openLine, { port: 0 }), (served) => served.dispose());
    ports.set('TCP', `socket://${tcp.host}:${tcp.port}`);
    if (platform() === 'win32') return;
    ports.set('a pseudo-terminal', parts.adopt(await servePseudoTerminal(openLine), (served) => served.dispose()).path);
  });
  afterAll(async () => {
    await parts.disposeAsync();
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

    it('reads back what Bramble wrote, and Bramble what it wrote', async () => {
      const bramble = fileURLToPath(new URL('../../main/hosts/cli/bramble.ts', import.meta.url));
      const [from, back] = [join(folder, 'both.bin'), join(folder, 'back.bin')];
      const device = (ports.get(kind) ?? '').replace('socket://', 'tcp:');
      const fs = (...args: string[]) => run(process.execPath, [bramble, '--device', device, 'fs', ...args]);
      const content = Buffer.from(
        Uint8Array.from({ length: 20_000 }, (_, index) => (index * 37 + (index >> 7)) & 0xff),
      );
      await writeFile(from, content);

      await fs('cp', from, ':bramble.bin');
      await command('fs', 'cp', ':bramble.bin', back, '+', 'fs', 'cp', from, ':mpremote.bin');
      expect((await readFile(back)).equals(content)).toBe(true);
      await fs('cp', ':mpremote.bin', back);
      expect((await readFile(back)).equals(content)).toBe(true);
    });

    it('finds the board again after a reset', async () => {
      await command('reset');

      expect(await command('exec', 'import machine; print(machine.reset_cause() == machine.WDT_RESET)')).toBe('True\n');
    });

    it('makes, shows, touches and removes folders and files', async () => {
      const made = await command(...chain('fs mkdir :made', 'fs touch :made/empty.txt', 'fs tree :', 'fs ls :made'));
      const gone = await command(...chain('fs rm :made/empty.txt', 'fs rmdir :made', 'fs ls :'));

      expect(made).toMatch(/── made\n[ │]+└── empty\.txt/);
      expect(made).toContain('0 empty.txt');
      expect(listed(gone)).not.toContain('made/');
    });

    it('copies folders with all they hold, hashes what is there, and removes it all', async () => {
      const project = join(folder, `project-${kind === 'TCP' ? 'tcp' : 'pty'}`);
      await mkdir(join(project, 'lib'), { recursive: true });
      await writeFile(join(project, 'main.py.txt'), 'print("copied")\n');
      await writeFile(join(project, 'lib', 'part.py'), 'VALUE = 7\n');

      await command('fs', 'cp', '-r', project, ':');
      const name = basename(project);
      const hash = await command('fs', 'sha256sum', `:${name}/lib/part.py`);
      const text = await command('fs', 'cat', `:${name}/main.py.txt`);
      const back = join(folder, `back-${name}`);
      await mkdir(back);
      await command('fs', 'cp', '-r', `:${name}`, back);
      const left = await command(...chain(`fs rm -r :${name}`, 'fs ls :'));

      expect(hash).toContain(createHash('sha256').update('VALUE = 7\n').digest('hex'));
      expect(text).toBe('print("copied")\n');
      expect(await readFile(join(back, name, 'lib', 'part.py'), 'utf8')).toBe('VALUE = 7\n');
      expect(listed(left)).not.toContain(name);
    });

    it('imports from a folder of the computer that it mounts', async () => {
      const mounted = join(folder, `mounted-${kind === 'TCP' ? 'tcp' : 'pty'}`);
      await mkdir(mounted);
      await writeFile(join(mounted, 'from_afar.py'), 'def answer(): return 42\n');

      const output = await command(
        'mount',
        mounted,
        'exec',
        'import from_afar, os; print(from_afar.answer(), os.getcwd())',
      );

      expect(output).toContain('42 /remote\n');
    });

    it('installs a package from an index', async () => {
      const index = await servePackages();
      try {
        await command('mip', 'install', '--no-mpy', '--index', index.address, 'greeting');
      } finally {
        index.close();
      }

      expect(await command('exec', 'import greeting; print(greeting.hello())')).toBe('hello from a package\n');
    });

    it('sleeps between commands, sets and tells the clock, and how much room there is', async () => {
      const output = await command(...chain('exec print(1)', 'sleep 0.05', 'exec print(2)'));
      await command('rtc', '--set');
      const clock = await command('rtc');
      const room = await command('df');

      expect(output).toBe('1\n2\n');
      expect(clock).toContain(`(${new Date().getFullYear()}, `);
      expect(room).toContain('868352');
    });

    it('resets the program softly', async () => {
      await command('exec', 'kept = 1');

      const output = await command('resume', 'soft-reset', 'exec', 'print("kept" in globals())');

      expect(output).toContain('False\n');
    });

    it('runs a script of the computer', async () => {
      const script = join(folder, 'blink.py');
      await writeFile(script, 'from machine import Pin\nled = Pin("LED", Pin.OUT)\nled.on()\nprint(led.value())\n');

      expect(await command('run', script)).toBe('1\n');
    });
  });
});
