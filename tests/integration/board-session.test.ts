/** What Bramble does with a board, done with one that runs the real MicroPython. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BoardFiles, BoardSession, type Transport } from '../../app/board/index.ts';
import { systemClock } from '../../main/platform/system-clock.ts';
import { servePseudoTerminal } from '../../main/simulator/lines/pseudo-terminal.ts';
import { serveBoardOverTcp } from '../../main/simulator/lines/tcp-server.ts';
import type { SimulatedBoard } from '../../main/simulator/simulated-board.ts';
import { SerialTransport } from '../../main/transports/serial-transport.ts';
import { SimulatedTransport } from '../../main/transports/simulated-transport.ts';
import { TcpTransport } from '../../main/transports/tcp-transport.ts';
import { startTemporaryBoard, type TemporaryBoard } from '../support/temporary-board.ts';

let temporary: TemporaryBoard;
let flash: string;
let board: SimulatedBoard;
let session: BoardSession;
let files: BoardFiles;
let shown = '';

beforeAll(async () => {
  temporary = await startTemporaryBoard({ name: 'session-test' });
  ({ board, flash } = temporary);
});

afterAll(() => temporary.dispose());

beforeEach(async () => {
  session = await connect(plug());
  files = new BoardFiles(session);
  shown = '';
});

afterEach(() => {
  session.dispose();
  for (const name of readdirSync(flash)) rmSync(join(flash, name), { recursive: true });
});

function plug(): Transport {
  return new SimulatedTransport({ name: 'session-test', openLine: async () => board.openLine() });
}

async function connect(transport: Transport): Promise<BoardSession> {
  const made = new BoardSession({ transport, clock: systemClock });
  made.onOutput((bytes) => {
    shown += Buffer.from(bytes).toString('latin1');
  });
  await made.connect();
  return made;
}

/** Resolves when the shell has shown the text. */
function shows(text: string, of: BoardSession = session): Promise<void> {
  return new Promise((resolve) => {
    let seen = '';
    const subscription = of.onOutput((bytes) => {
      seen += Buffer.from(bytes).toString('latin1');
      if (!seen.includes(text)) return;
      subscription.dispose();
      resolve();
    });
  });
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
const utf8 = (content: string) => new TextEncoder().encode(content);
const random = (count: number) => Uint8Array.from({ length: count }, (_, at) => (at * 167 + (at >> 5) * 31) & 0xff);

describe('connecting', () => {
  it('ends an endless main.py that prints all the time', async () => {
    writeFileSync(join(flash, 'main.py'), 'n = 0\nwhile True:\n    print("tick", n)\n    n += 1\n');
    const printing = shows('tick 100');
    await session.softReset();
    await printing;
    session.dispose();
    session = await connect(plug());
    expect(session.state).toEqual({ kind: 'ready' });
    expect(session.firmware).toMatch(/^MicroPython v.*; Raspberry Pi Pico W/);
  });

  it('finds the prompt of a board that was left in the middle of something', async () => {
    for (const left of [
      'print("half',
      '\x05paste',
      '\x01',
      '\x01raw half',
      '\x01\x05A\x01cut off paste',
      'x = input()\r',
    ]) {
      const line = board.openLine();
      await line.write(utf8(left));
      line.dispose();
      const other = await connect(plug());
      expect(await other.run('print("fine")', { name: 'x', softResetFirst: false })).toEqual({ kind: 'finished' });
      other.dispose();
    }
  });
});

describe('a program', () => {
  it('streams what it prints, binary too, and ends', async () => {
    const source = 'import sys\nprint("one")\nn=sys.stdout.buffer.write(bytes(b for b in range(256) if b!=4))';
    const output: Uint8Array[] = [];
    const result = await session.run(source, { name: 'x', onOutput: (bytes) => void output.push(bytes.slice()) });
    expect(result).toEqual({ kind: 'finished' });
    const all = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => byte !== 4);
    expect(Buffer.concat(output)).toEqual(Buffer.from([...utf8('one\r\n'), ...all]));
  });

  it.each([
    ['raises', '1/0', /^Traceback .*\n {2}File "<stdin>", line 1, in <module>\nZeroDivisionError: divide by zero\n$/],
    ['does not parse', `x = (\n${'y = 1\n'.repeat(400)}def`, /SyntaxError: invalid syntax\n$/],
  ])('that %s tells the traceback', async (_how, source, traceback) => {
    const result = await session.run(source, { name: 'x' });
    expect(result).toEqual({ kind: 'raised', traceback: expect.stringMatching(traceback) });
    expect(await session.run('print(1)', { name: 'x' })).toEqual({ kind: 'finished' });
  });

  it('starts on a fresh interpreter, after boot.py and without main.py', async () => {
    writeFileSync(join(flash, 'boot.py'), 'import builtins\nbuiltins.booted = True\nprint("booting")\n');
    writeFileSync(join(flash, 'main.py'), 'print("never")\n');
    await session.run('old = 1', { name: 'x' });
    const result = await session.run('print(booted, "old" in globals())', { name: 'x' });
    expect(result).toEqual({ kind: 'finished' });
    expect(shown).toContain('booting\r\nTrue False\r\n>>> ');
    expect(shown).not.toContain('never');
  });

  it('that calls sys.exit() has finished', async () => {
    expect(await session.run('import sys\nsys.exit()', { name: 'x' })).toEqual({ kind: 'finished' });
  });

  it('asks, and gets what is typed', async () => {
    const running = session.run('print("hello", input("name? "))', { name: 'x' });
    await shows('name? ');
    await session.type(utf8('Ada\r'));
    expect(await running).toEqual({ kind: 'finished' });
    expect(shown).toContain('name? Ada\r\nhello Ada\r\n>>> ');
  });

  it.each([
    ['a tight loop', 'print("go")\nwhile True: pass'],
    ['a sleep', 'import time\nprint("go")\ntime.sleep(100)'],
    ['input()', 'input("go\\n")'],
    ['a loop that prints', 'while True: print("go")'],
    [
      'a program that swallows Ctrl-C three times',
      'import time\nprint("go")\nfor i in range(3):\n  try: time.sleep(100)\n  except KeyboardInterrupt: print("no")\ntime.sleep(100)',
    ],
  ])('in %s stops', async (_what, source) => {
    const running = session.run(source, { name: 'x' });
    await shows('go');
    await session.stop();
    expect(await running).toEqual({ kind: 'stopped' });
    expect(session.state).toEqual({ kind: 'ready' });
  });

  it('that is cancelled leaves the board ready for the next', async () => {
    const cancel = new AbortController();
    const running = session.run('print("go")\nwhile True: pass', { name: 'x', signal: cancel.signal });
    await shows('go');
    cancel.abort();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    const { output } = await session.exec('print(6*7)');
    expect(text(output)).toBe('42\r\n');
  });

  it('waits when its output is not taken, and loses nothing', async () => {
    let taken = '';
    const onOutput = async (bytes: Uint8Array) => {
      taken += text(bytes);
      await new Promise((resolve) => setImmediate(resolve));
    };
    const result = await session.run('for i in range(3000): print(i)', { name: 'x', onOutput });
    expect(result).toEqual({ kind: 'finished' });
    expect(taken).toBe(Array.from({ length: 3_000 }, (_, i) => `${i}\r\n`).join(''));
  });
});

describe('a soft reset', () => {
  it('runs boot.py and main.py, until main.py is stopped', async () => {
    writeFileSync(join(flash, 'main.py'), 'import time\nprint("main")\nwhile True: time.sleep(1)\n');
    const started = shows('main\r\n');
    await session.softReset();
    await started;
    expect(session.state).toEqual({ kind: 'running', what: 'main.py' });
    await session.stop();
    expect(session.state).toEqual({ kind: 'ready' });
    expect(shown).toMatch(/MPY: soft reboot\r\nmain\r\nTraceback .*KeyboardInterrupt: \r\nMicroPython .*\r\n>>> $/s);
  });
});

describe('files', () => {
  const hostile = [
    'with space',
    "quote'",
    'double"quote',
    'back\\slash',
    'é🍓',
    'new\nline',
    '$(rm -rf)',
    '-rf',
    '%s{}',
  ];

  it('of any name and any bytes are written and read back', async () => {
    const contents = random(300);
    for (const name of hostile) await files.write(`/${name}`, contents);
    for (const name of hostile) expect(Buffer.compare(await files.read(`/${name}`), contents)).toBe(0);
    const listed = (await files.list('/')).map(({ name }) => name);
    expect(listed).toEqual([...hostile].sort());
  });

  it.each([0, 1, 4_095, 4_096, 4_097, 30_000])('of %i bytes come back as they were', async (count) => {
    const told: number[] = [];
    const contents = random(count);
    await files.write('/data.bin', contents, { onProgress: (done) => void told.push(done) });
    expect(Buffer.compare(readFileSync(join(flash, 'data.bin')), contents)).toBe(0);
    expect(Buffer.compare(await files.read('/data.bin'), contents)).toBe(0);
    expect(told.at(-1)).toBe(count);
    expect(await files.list('/')).toEqual([{ name: 'data.bin', kind: 'file', sizeBytes: count }]);
  });

  it('are told, hashed, moved and removed', async () => {
    await files.makeFolder('/lib/a/b', { parents: true });
    await files.makeFolder('/lib/a/b', { parents: true });
    await files.write('/lib/a/x.py', utf8('x = 1\n'));
    await files.write('/main.py', utf8('abc'));
    expect(await files.listTree('/')).toEqual([
      { path: 'lib', kind: 'folder', sizeBytes: 0 },
      { path: 'lib/a', kind: 'folder', sizeBytes: 0 },
      { path: 'lib/a/b', kind: 'folder', sizeBytes: 0 },
      { path: 'lib/a/x.py', kind: 'file', sizeBytes: 6 },
      { path: 'main.py', kind: 'file', sizeBytes: 3 },
    ]);
    expect(await files.listTree('/lib/a')).toEqual([
      { path: 'b', kind: 'folder', sizeBytes: 0 },
      { path: 'x.py', kind: 'file', sizeBytes: 6 },
    ]);
    expect(await files.stat('/lib')).toEqual({ kind: 'folder', sizeBytes: 0 });
    expect(await files.kindOf('/nothing')).toBeNull();
    expect(await files.kindOf('/main.py/below')).toBeNull();
    expect(await files.sha256('/main.py')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    await files.rename('/main.py', '/lib/a/x.py');
    expect(text(await files.read('/lib/a/x.py'))).toBe('abc');
    await files.remove('/lib');
    expect(await files.list('/')).toEqual([]);
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ['reading nothing', () => files.read('/no'), 'board-file-not-found'],
    ['reading a folder', () => files.read('/dir'), 'board-is-directory'],
    ['hashing a folder', () => files.sha256('/dir'), 'board-is-directory'],
    ['listing nothing', () => files.list('/no'), 'board-file-not-found'],
    ['listing a file', () => files.list('/file'), 'board-not-directory'],
    ['listing all below a file', () => files.listTree('/file'), 'board-not-directory'],
    ['writing over a folder', () => files.write('/dir', utf8('x')), 'board-is-directory'],
    ['writing into nothing', () => files.write('/no/x', utf8('x')), 'board-file-not-found'],
    ['writing into a file', () => files.write('/file/x', utf8('x')), 'board-not-directory'],
    ['removing nothing', () => files.remove('/no'), 'board-file-not-found'],
    ['making what is there', () => files.makeFolder('/dir'), 'board-file-exists'],
    ['making a folder in nothing', () => files.makeFolder('/no/x'), 'board-file-not-found'],
    ['making a folder over a file', () => files.makeFolder('/file/x', { parents: true }), 'board-not-directory'],
    ['moving nothing', () => files.rename('/no', '/x'), 'board-file-not-found'],
    ['moving over what is there', () => files.rename('/file', '/other', { replace: false }), 'board-file-exists'],
    ['moving a file over a folder', () => files.rename('/file', '/dir'), 'board-is-directory'],
    ['moving a folder into itself', () => files.rename('/dir', '/dir/x'), 'usage'],
    ['a path that is not absolute', () => files.read('x'), 'usage'],
  ])('refuse %s', async (_what, operation, code) => {
    await files.makeFolder('/dir');
    await files.write('/file', utf8('f'));
    await files.write('/other', utf8('o'));
    await expect(operation()).rejects.toMatchObject({ code, message: expect.stringMatching(/\.$/) });
    const { output } = await session.exec('print("_bramble" in globals(), "os" in globals())');
    expect(text(output)).toBe('False False\r\n');
    expect((await files.list('/')).map(({ name }) => name)).toEqual(['dir', 'file', 'other']);
  });

  it.each([
    ['listing', () => files.listAll(['/file', '/no', '/other'])],
    ['hashing', () => files.sha256All(['/file', '/no', '/other'])],
  ])('asked about together are refused by the name of the one that is not there: %s', async (_what, operation) => {
    await files.write('/file', utf8('f'));
    await files.write('/other', utf8('o'));
    await expect(operation()).rejects.toMatchObject({
      code: 'board-file-not-found',
      message: expect.stringMatching(/^There is no \/no on the board/),
    });
  });

  it('that do not fit are refused with the numbers, and the old ones stay', async () => {
    await files.write('/big.bin', utf8('old'));
    const { freeBytes } = await files.space();
    await expect(files.write('/big.bin', random(freeBytes + 1))).rejects.toMatchObject({
      code: 'board-flash-full',
      message: expect.stringMatching(/^\/big\.bin needs \d+ KB, and \d+ KB are free /),
    });
    expect(text(await files.read('/big.bin'))).toBe('old');
    expect(await files.list('/')).toEqual([{ name: 'big.bin', kind: 'file', sizeBytes: 3 }]);
  });

  it('that turn out not to fit are refused with the numbers, and the old ones stay', async () => {
    await files.write('/big.bin', utf8('old'));
    // A file system that promises more than it has, as one does that others write to meanwhile.
    await session.run('with open("thief.bin","wb") as f:\n  for i in range(84): f.write(bytes(10_000))', { name: 'x' });
    await session.exec('import os\nos.statvfs = lambda path: (4096, 4096, 212, 100, 100, 0, 0, 0, 0, 255)');
    await expect(files.write('/big.bin', utf8('x'.repeat(60_000)))).rejects.toMatchObject({
      code: 'board-flash-full',
      message: expect.stringMatching(/^\/big\.bin needs 59 KB, and \d+ KB are free /),
    });
    expect((await files.list('/')).map(({ name }) => name)).toEqual(['big.bin', 'thief.bin']);
    expect(text(await files.read('/big.bin'))).toBe('old');
  });

  it('whose writing is cancelled in the middle stay as they were, with nothing left behind', async () => {
    await files.write('/x.bin', utf8('old'));
    const cancel = new AbortController();
    const onProgress = (done: number) => {
      if (done > 0) cancel.abort();
    };
    const writing = files.write('/x.bin', random(60_000), { signal: cancel.signal, onProgress });
    await expect(writing).rejects.toMatchObject({ code: 'cancelled' });
    expect(session.state).toEqual({ kind: 'ready' });
    expect(text(await files.read('/x.bin'))).toBe('old');
    expect(await files.list('/')).toEqual([{ name: 'x.bin', kind: 'file', sizeBytes: 3 }]);
  });

  it('whose writing is cut off by a pulled cable stay as they were', async () => {
    await files.write('/x.bin', utf8('old'));
    const onProgress = (done: number) => {
      if (done > 0) session.dispose();
    };
    const writing = files.write('/x.bin', random(60_000), { onProgress });
    await expect(writing).rejects.toMatchObject({ code: 'connection-lost' });
    session = await connect(plug());
    files = new BoardFiles(session);
    expect(text(await files.read('/x.bin'))).toBe('old');
    await files.write('/x.bin', utf8('new'));
    expect(readdirSync(flash)).toEqual(['x.bin']);
  });

  it('need none of the names that a program may have taken for itself', async () => {
    const meddling = 'import micropython\nprint = open = None\nlen = lambda x: 3\nos = json = "mine"';
    await session.run(meddling, { name: 'x' });
    await files.write('/x.py', random(5_000));
    expect((await files.read('/x.py')).length).toBe(5_000);
    const { output } = await session.exec('import sys\nn=sys.stdout.write(os)');
    expect(text(output)).toBe('mine');
  });

  it('leave no trace in the shell', async () => {
    await files.write('/x.py', utf8('x'));
    await files.read('/x.py');
    expect(shown).toBe('');
    expect(existsSync(join(flash, 'x.py'))).toBe(true);
  });
});

describe('a hard reset', () => {
  it('ends the line, and the board is there again', async () => {
    await session.hardReset();
    expect(session.state).toMatchObject({ kind: 'lost' });
    session = await connect(plug());
    expect(session.state).toEqual({ kind: 'ready' });
  });
});

describe('the same', () => {
  it('works over TCP', async () => {
    const served = await serveBoardOverTcp(() => board.openLine(), { port: 0 });
    await worksOver(new TcpTransport({ host: served.host, port: served.port }));
    served.dispose();
  });

  it.skipIf(process.platform === 'win32')('works over a serial port', async () => {
    const served = await servePseudoTerminal(() => board.openLine());
    await worksOver(new SerialTransport({ path: served.path }));
    served.dispose();
  });

  async function worksOver(transport: Transport): Promise<void> {
    // One line at a time, as over USB: two would see each other's output.
    session.dispose();
    session = await connect(transport);
    const running = session.run('print("go")\nwhile True: pass', { name: 'x' });
    await shows('go');
    await session.stop();
    expect(await running).toEqual({ kind: 'stopped' });
    const there = new BoardFiles(session);
    await there.write('/x.bin', random(10_000));
    expect(Buffer.compare(await there.read('/x.bin'), random(10_000))).toBe(0);
  }
});
