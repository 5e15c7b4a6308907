/** A folder of the computer as a folder of a board that runs the real MicroPython. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { BoardMount, BoardSession, MountedTransport } from '../../app/board/index.ts';
import { systemClock } from '../../main/platform/system-clock.ts';
import { ComputerFolderServer } from '../../main/services/mount/computer-folder-server.ts';
import { SimulatedBoard } from '../../main/simulator/simulated-board.ts';
import { SimulatedTransport } from '../../main/transports/simulated-transport.ts';

let outside: string;
let board: SimulatedBoard;
let line: MountedTransport;
let session: BoardSession;
let mount: BoardMount;
let server: ComputerFolderServer;
const here = (...parts: string[]) => join(outside, 'project', ...parts);

beforeAll(async () => {
  outside = mkdtempSync(join(tmpdir(), 'bramble-mount-'));
  board = await SimulatedBoard.start({ name: 'mount', flashFolder: join(outside, 'flash') });
});
afterAll(async () => {
  await board.dispose();
  rmSync(outside, { recursive: true });
});
beforeEach(async () => {
  rmSync(here(), { recursive: true, force: true });
  mkdirSync(here());
  server = await ComputerFolderServer.of(here());
  const cable = new SimulatedTransport({ name: 'mount', openLine: async () => board.openLine() });
  line = new MountedTransport(cable, server);
  session = new BoardSession({ transport: line, clock: systemClock });
  await session.connect();
  mount = new BoardMount(session);
  await mount.ensure();
});
afterEach(async () => {
  await mount.unmount();
  session.dispose();
  await server.dispose();
});

async function python(source: string): Promise<string> {
  const { output, traceback } = await session.exec(source);
  return Buffer.from(output).toString().replaceAll('\r\n', '\n') + (traceback?.trim().split('\n').at(-1) ?? '');
}

it('a module of 100 KB is imported straight from the computer in under ten round trips', async () => {
  const lines = Array.from({ length: 1_600 }, (_, at) => `# line ${at} ${'of a long comment '.repeat(3)}`);
  writeFileSync(here('big.py'), `${lines.join('\n')}\nanswer = 42\n`);
  expect(readFileSync(here('big.py')).length).toBeGreaterThan(100_000);
  const before = line.questions;
  expect(await python('import big\nprint(big.answer, big.__file__)')).toBe('42 big.py\n');
  expect(line.questions - before).toBeLessThan(10);
});

it('files are read, written, listed and looked at as on any file system', async () => {
  writeFileSync(here('data.txt'), 'ä first\nsecond\nlast');
  mkdirSync(here('sub'));
  const bytes = Buffer.from(Array.from({ length: 40_000 }, (_, at) => (at * 7) & 0xff));
  writeFileSync(here('data.bin'), bytes);
  const program = `
import os
print(sorted(os.listdir()), os.getcwd(), os.stat('data.bin')[6], os.stat('sub')[0] == 0x4000)
with open('data.txt') as f: print(f.read(1), f.readline(), [l for l in f])
with open('/remote/data.bin', 'rb') as f: all = f.read()
f = open('data.bin', 'rb'); f.seek(-3, 2); print(len(all), f.read(), f.tell())
f.close()
with open('sub/copy.bin', 'wb') as f: print(f.write(all), f.write(b'\\x03\\x04\\x18BR'))
with open('log.txt', 'a') as f: f.write('one\\n')
with open('log.txt', 'a') as f: print('two', file=f)
os.rename('log.txt', 'sub/log.txt')
os.mkdir('gone'); os.rmdir('gone'); os.remove('data.txt')
os.chdir('sub'); print(os.getcwd(), os.listdir('..'))
os.chdir('/remote')
`;
  expect(await python(program)).toBe(
    "['data.bin', 'data.txt', 'sub'] /remote 40000 True\n" +
      "ä  first\n ['second\\n', 'last']\n" +
      `40000 b'${String.raw`\xe9\xf0\xf9`.replace('\\xe9\\xf0\\xf9', pythonBytes(bytes.subarray(-3)))}' 40000\n` +
      '40000 5\n' +
      "/remote/sub ['data.bin', 'sub']\n",
  );
  expect(readFileSync(here('sub', 'copy.bin'))).toEqual(Buffer.concat([bytes, Buffer.from('\x03\x04\x18BR')]));
  expect(readFileSync(here('sub', 'log.txt'), 'utf8')).toBe('one\ntwo\n');
});

function pythonBytes(bytes: Uint8Array): string {
  return [...bytes]
    .map((byte) =>
      byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`,
    )
    .join('');
}

it('no path and no link leads out of the folder', async () => {
  writeFileSync(join(outside, 'secret.py'), 'secret = 1');
  symlinkSync(join(outside, 'secret.py'), here('link.py'));
  symlinkSync(outside, here('up'));
  symlinkSync('inside.py', here('fine.py'));
  writeFileSync(here('inside.py'), 'print("inside")\n');
  for (const path of ['../secret.py', 'up/secret.py', 'link.py', 'up/new.py']) {
    expect(await python(`open(${JSON.stringify(path)})`), path).toMatch(/^OSError: .*(ENOENT|ENOTDIR)/);
    await python(`open(${JSON.stringify(path)}, 'w').write('x')`);
  }
  expect(readFileSync(join(outside, 'secret.py'), 'utf8')).toBe('secret = 1');
  expect(existsSync(join(outside, 'new.py'))).toBe(false);
  // ".." at the top leads nowhere, as on littlefs.
  expect(await python('import os\nprint(os.listdir())\nimport fine')).toBe(
    "['fine.py', 'inside.py', 'secret.py']\ninside\n",
  );
});

it('what this computer refuses is an OSError with the number that it has on a board', async () => {
  mkdirSync(here('folder'));
  writeFileSync(here('folder', 'x'), '');
  expect(await python("open('folder')")).toMatch(/EISDIR/);
  expect(await python("import os\nos.rmdir('folder')")).toMatch(/39/);
  expect(await python("import os\nos.mkdir('folder')")).toMatch(/EEXIST/);
  expect(await python("open('folder/x', 'q')")).toMatch(/EINVAL/);
});

it('the folder is there again after a soft reset', async () => {
  writeFileSync(here('later.py'), 'print("from the computer")\n');
  let shown = '';
  session.onOutput((bytes) => {
    shown += Buffer.from(bytes).toString();
  });
  await session.softReset({ until: 'prompt' });
  expect(await python('import later')).toBe('from the computer\n');
  expect(shown).not.toContain('bramble');
});

it('keys that are typed while the board reads from the computer are given back to the program', async () => {
  writeFileSync(here('data.bin'), Buffer.alloc(60_000, 'x'));
  const program = `print('reading')
for turn in range(10):
 with open('data.bin','rb') as f: f.read()
print(input() + '|' + input())`;
  let shown = '';
  const running = session.run(program, {
    name: 'reader',
    softResetFirst: false,
    onOutput: (bytes) => {
      shown += Buffer.from(bytes).toString();
      if (shown.endsWith('reading\r\n')) void session.type(new TextEncoder().encode('one\ntwo\n'), { to: 'program' });
    },
  });
  expect(await running).toEqual({ kind: 'finished' });
  expect(shown).toContain('one|two\r\n');
});

it('Ctrl-C stops a program that reads from the computer without end, and the prompt reads none of what was on its way', async () => {
  writeFileSync(here('data.bin'), Buffer.alloc(30_000, 'x'));
  let reads = 0;
  const running = session.run("while True:\n with open('data.bin','rb') as f: f.read()\n print('.')", {
    name: 'reader',
    softResetFirst: false,
    onOutput: () => {
      reads += 1;
      if (reads === 3) void session.interrupt();
    },
  });
  expect(await running).toEqual({ kind: 'stopped' });
  expect(await python('print(6*7)')).toBe('42\n');
});
