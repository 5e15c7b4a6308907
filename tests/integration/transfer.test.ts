/** Files on their way to a board that runs the real MicroPython: in one stream, and with all that can happen to one. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BrambleError, type Clock } from '../../app/base/index.ts';
import { BoardFiles, BoardSession, planBoardSync, type UploadEntry } from '../../app/board/index.ts';
import { deflate } from '../../main/platform/deflate.ts';
import { systemClock } from '../../main/platform/system-clock.ts';
import { SimulatedBoard } from '../../main/simulator/simulated-board.ts';
import { SimulatedTransport } from '../../main/transports/simulated-transport.ts';
import { MeddledLine } from '../support/meddled-line.ts';

let flash: string;
let board: SimulatedBoard;
let line: MeddledLine;
let session: BoardSession;
let files: BoardFiles;

beforeAll(async () => {
  flash = mkdtempSync(join(tmpdir(), 'bramble-flash-'));
  board = await SimulatedBoard.start({ name: 'transfer-test', flashFolder: flash });
});

afterAll(() => {
  board.dispose();
  rmSync(flash, { recursive: true });
});

beforeEach(async () => {
  await connect();
});

afterEach(() => {
  session.dispose();
  for (const name of readdirSync(flash)) rmSync(join(flash, name), { recursive: true });
});

async function connect(clock: Clock = systemClock): Promise<void> {
  line = new MeddledLine(new SimulatedTransport({ name: 'transfer-test', openLine: async () => board.openLine() }));
  session = new BoardSession({ transport: line, clock });
  files = new BoardFiles(session, { deflate });
  await session.connect();
}

/** A clock that runs ten times as fast: deadlines come sooner. */
const fast: Clock = {
  now: () => systemClock.now() * 10,
  schedule: (task, delayMs) => systemClock.schedule(task, delayMs / 10),
};

/** Bytes that do not deflate, the same each time. */
function random(count: number): Uint8Array {
  const blocks = Array.from({ length: Math.ceil(count / 32) }, (_, at) =>
    createHash('sha256').update(`${at}`).digest(),
  );
  return Uint8Array.from(Buffer.concat(blocks).subarray(0, count));
}

const source = (lines: number) =>
  new TextEncoder().encode(Array.from({ length: lines }, (_, at) => `led_${at} = Pin(${at % 29}, Pin.OUT)\n`).join(''));
const onFlash = (name: string) => Uint8Array.from(readFileSync(join(flash, name)));
/** The board is at its prompt, and Bramble left nothing of its own there. */
async function boardIsClean(): Promise<void> {
  expect(session.state).toEqual({ kind: 'ready' });
  const { output, traceback } = await session.exec('import os\nprint("_bramble" in globals(), os.listdir("/"))');
  expect(traceback).toBeNull();
  expect(Buffer.from(output).toString()).toMatch(/^False /);
  expect(Buffer.from(output).toString()).not.toContain('.bramble');
}

const project: UploadEntry[] = [
  { kind: 'folder', path: '/lib' },
  { kind: 'folder', path: '/lib/é 🍓' },
  { kind: 'file', path: '/lib/é 🍓/a.py', bytes: source(400) },
  { kind: 'file', path: '/lib/empty.py', bytes: new Uint8Array(0) },
  { kind: 'file', path: '/data.bin', bytes: random(30_000) },
  { kind: 'file', path: '/main.py', bytes: source(3) },
];

describe('a project', () => {
  it('travels in one stream, each entry told as it is in place, and back again', async () => {
    const written: string[] = [];
    const told: number[] = [];
    await files.writeAll(project, {
      onWritten: ({ path }) => written.push(path),
      onProgress: (doneBytes) => told.push(doneBytes),
    });
    expect(written).toEqual(project.map(({ path }) => path));
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(project.reduce((sum, entry) => sum + (entry.kind === 'file' ? entry.bytes.length : 0), 0));
    const wanted = project.filter((entry) => entry.kind === 'file');
    for (const { path, bytes } of wanted) expect(onFlash(path)).toEqual(bytes);
    const read: [string, Uint8Array][] = [];
    await files.readAll(
      wanted.map(({ path }) => path),
      { onFile: (path, bytes) => void read.push([path, bytes]) },
    );
    expect(read).toEqual(wanted.map(({ path, bytes }) => [path, bytes]));
    await boardIsClean();
  });

  it('may be written over what is there', async () => {
    await files.writeAll(project);
    await files.writeAll(project);
    expect(onFlash('data.bin')).toEqual(random(30_000));
    await boardIsClean();
  });

  it.each<[string, () => void, string, string]>([
    ['a folder where a file goes', () => mkdirSync(join(flash, 'data.bin')), 'board-is-directory', '/data.bin'],
    ['a file where a folder goes', () => writeFileSync(join(flash, 'lib'), ''), 'board-not-directory', '/lib'],
  ])('meets %s: what came before stays, and the error names it', async (_what, prepare, code, path) => {
    prepare();
    await expect(files.writeAll(project)).rejects.toMatchObject({ code, message: expect.stringContaining(path) });
    expect(existsSync(join(flash, 'main.py'))).toBe(false);
    await boardIsClean();
  });

  it('that does not fit leaves whole files only', async () => {
    const fills = ['/a.bin', '/b.bin', '/c.bin'].map((path) => ({
      kind: 'file' as const,
      path,
      bytes: random(350_000),
    }));
    await expect(files.writeAll(fills)).rejects.toMatchObject({
      code: 'board-flash-full',
      message: expect.stringMatching(/^\/c\.bin needs \d+ KB, and \d+ KB are free /),
    });
    expect(readdirSync(flash).sort()).toEqual(['a.bin', 'b.bin']);
    await boardIsClean();
  });

  it('one of whose files is missing is read up to there', async () => {
    await files.writeAll(project);
    const read: string[] = [];
    const reading = files.readAll(['/main.py', '/gone.py', '/data.bin'], { onFile: (path) => void read.push(path) });
    await expect(reading).rejects.toMatchObject({
      code: 'board-file-not-found',
      message: expect.stringContaining('/gone.py'),
    });
    expect(read).toEqual([]);
  });
});

describe('the wire', () => {
  it('carries at most 0.4 bytes for each byte of source, and 1.02 of random ones, both ways', async () => {
    const cost = async (bytes: Uint8Array, work: () => Promise<unknown>) => {
      const before = line.sentBytes + line.receivedBytes;
      await work();
      return (line.sentBytes + line.receivedBytes - before) / bytes.length;
    };
    const [text, noise] = [source(4_000), random(200 * 1024)];
    expect(await cost(text, () => files.write('/x', text))).toBeLessThan(0.4);
    expect(await cost(noise, () => files.write('/x', noise))).toBeLessThan(1.02);
    expect(await cost(noise, () => files.read('/x'))).toBeLessThan(1.02);
  });

  it.each([0x03, 0x04, 0x1b, 0x1e])('carries a file of nothing but byte %i both ways', async (byte) => {
    const bytes = new Uint8Array(20_000).fill(byte);
    await files.write('/x', bytes);
    expect(onFlash('x')).toEqual(bytes);
    expect(await files.read('/x')).toEqual(bytes);
  });
});

/** Where in what is sent the stream is: the agent comes first. */
const agentBytes = 1_500;

describe('an upload', () => {
  it('whose cable is pulled at any byte leaves the old file or the new one, and the board is found again', async () => {
    const [old, fresh] = [random(3_000), source(700)];
    await files.write('/x.bin', fresh);
    const wholeBytes = line.sentBytes;
    for (let cutAfter = 1; cutAfter < wholeBytes; cutAfter += 97) {
      writeFileSync(join(flash, 'x.bin'), old);
      session.dispose();
      await connect();
      line.cutAfter = line.sentBytes + cutAfter;
      await files
        .write('/x.bin', fresh)
        .catch((error: unknown) => expect(error).toMatchObject({ code: 'connection-lost' }));
      session.dispose();
      await connect();
      const there = onFlash('x.bin');
      expect(Buffer.compare(there, old) === 0 || Buffer.compare(there, fresh) === 0, `cut after ${cutAfter}`).toBe(
        true,
      );
      await boardIsClean();
    }
  });

  it.each([1, 100, 2_000, 2_450, 2_600, 6_000, 9_000, 15_000, 31_000])(
    'that is cancelled when %i bytes are sent leaves the old file, and the board at its prompt',
    async (afterBytes) => {
      writeFileSync(join(flash, 'x.bin'), 'old');
      const cancel = new AbortController();
      const start = line.sentBytes;
      line.meddle = (bytes, at) => {
        if (at + bytes.length - start >= afterBytes) cancel.abort();
        return bytes;
      };
      const writing = files.write('/x.bin', random(40_000), { signal: cancel.signal });
      await expect(writing).rejects.toMatchObject({ code: 'cancelled' });
      expect(readFileSync(join(flash, 'x.bin'), 'utf8')).toBe('old');
      await boardIsClean();
    },
  );

  it('in which a byte is changed arrives whole, by the plain way', async () => {
    const start = line.sentBytes;
    line.meddle = (bytes, at) => {
      const target = start + agentBytes + 8_000;
      if (target < at || target >= at + bytes.length) return bytes;
      const changed = bytes.slice();
      changed[target - at] = (changed[target - at] ?? 0) ^ 0x80;
      return changed;
    };
    await files.write('/x.bin', random(20_000));
    expect(onFlash('x.bin')).toEqual(random(20_000));
    await boardIsClean();
  });

  it.each([
    ['early', 4_000, 10_000],
    // Then the rest of the stream does not even fill a frame.
    ['late', 3_000, 4_000],
  ])('in which bytes are lost %s arrives by the plain way', async (_when, fromBytes, toBytes) => {
    session.dispose();
    await connect(fast);
    let lost = 0;
    line.meddle = (bytes) => {
      if (lost > 0 || bytes.length < fromBytes || bytes.length >= toBytes) return bytes;
      lost = 4;
      return bytes.subarray(0, bytes.length - lost);
    };
    await files.write('/x.bin', random(20_000));
    expect(lost).toBeGreaterThan(0);
    expect(onFlash('x.bin')).toEqual(random(20_000));
    await boardIsClean();
  });

  const poorBoards = [
    ['no deflate', 'import sys\nsys.modules["deflate"] = None'],
    ['little memory', 'import gc\nhog = bytearray(gc.mem_free() - 40_000)'],
  ] as const;

  it.each(poorBoards)('to a board with %s goes by the plain way', async (_what, preparation) => {
    const { traceback } = await session.exec(preparation);
    expect(traceback).toBeNull();
    await files.write('/x.bin', random(9_000));
    expect(onFlash('x.bin')).toEqual(random(9_000));
    await session.softReset({ until: 'prompt' });
    await boardIsClean();
  });

  it.each(poorBoards)(
    'of several files that count together takes effect on a board with %s',
    async (_what, preparation) => {
      const { traceback } = await session.exec(preparation);
      expect(traceback).toBeNull();
      writeFileSync(join(flash, 'gone.py'), 'gone');
      const paths = ['/x.bin', '/y.bin'];
      const changed = paths.map((path) => ({ path, bytes: random(3_000) }));
      await files.change({ remove: [{ path: '/gone.py', kind: 'file' }], folders: [], files: changed });
      expect(readdirSync(flash).sort()).toEqual(['x.bin', 'y.bin']);
      expect(paths.map(onFlash)).toEqual([random(3_000), random(3_000)]);
      await session.softReset({ until: 'prompt' });
      await boardIsClean();
    },
  );

  it('of a small file is one program on the board, the look for room included', async () => {
    await files.list('/');
    let programs = 0;
    line.meddle = (bytes) => {
      if (Buffer.from(bytes).equals(Buffer.of(5, 0x41, 1))) programs++;
      return bytes;
    };
    await files.write('/x.py', source(1));
    expect({ programs, written: onFlash('x.py') }).toEqual({ programs: 1, written: source(1) });
  });

  it('of a small file for which there is no room, or no folder, is refused before anything is written', async () => {
    await session.exec('import os\nos.statvfs = lambda path: (4096, 4096, 212, 0, 0, 0, 0, 0, 0, 255)');
    await expect(files.write('/x.py', source(1))).rejects.toMatchObject({
      code: 'board-flash-full',
      message: expect.stringMatching(/^\/x\.py needs \d+ KB, and 0 KB are free /),
    });
    await session.softReset({ until: 'prompt' });
    await expect(files.write('/none/x.py', source(1))).rejects.toMatchObject({
      code: 'board-file-not-found',
      message: expect.stringMatching(/^There is no \/none on the board/),
    });
    await boardIsClean();
    expect(readdirSync(flash)).toEqual([]);
  });

  it('of several files that count together ends with one short program', async () => {
    const bytes = random(3_000);
    const start = line.sentBytes;
    await files.change({ remove: [], folders: [], files: [{ path: '/x.bin', bytes }] });
    // The agent, the file, and what makes it count; that is 1,150 bytes as it stands, 700 deflated.
    expect(line.sentBytes - start).toBeLessThan(agentBytes + bytes.length + 1_200);
  });

  it('that is cancelled at any byte leaves the old file, and the board at its prompt', async () => {
    const pair: UploadEntry[] = ['/x.py', '/y.py'].map((path) => ({ kind: 'file', path, bytes: source(2) }));
    const first = line.sentBytes;
    await files.writeAll(pair);
    const wholeBytes = line.sentBytes - first;
    // Every byte of the stream, and some of the agent's source before it.
    const points = Array.from({ length: wholeBytes }, (_, at) => at).filter((at) => at > agentBytes || at % 50 === 0);
    const seen = new Set<string>();
    for (const afterBytes of points) {
      for (const { path } of pair) writeFileSync(join(flash, path), 'old');
      const cancel = new AbortController();
      const start = line.sentBytes;
      line.meddle = (bytes, at) => {
        if (at + bytes.length - start > afterBytes) cancel.abort();
        return bytes;
      };
      const how = await files.writeAll(pair, { signal: cancel.signal }).then(
        () => 'done',
        (error: unknown) => (error instanceof BrambleError ? error.code : String(error)),
      );
      line.meddle = (bytes) => bytes;
      expect(session.state, `after ${afterBytes} bytes`).toEqual({ kind: 'ready' });
      expect(readdirSync(flash).sort()).toEqual(['x.py', 'y.py']);
      const fates = pair.map(({ path }) => {
        const bytes = onFlash(path);
        if (Buffer.from(bytes).toString() === 'old') return 'old';
        return Buffer.compare(bytes, source(2)) === 0 ? 'new' : 'neither';
      });
      seen.add(`${how}: ${fates.join(', ')}`);
    }
    for (const outcome of seen) {
      expect(['cancelled: old, old', 'cancelled: new, old', 'cancelled: new, new', 'done: new, new']).toContain(
        outcome,
      );
    }
    expect(seen).toContain('cancelled: old, old');
    await boardIsClean();
  });

  it('bears what something in the background prints meanwhile, which goes to the shell', async () => {
    const meddling = ['stat', 'rename'].map(
      (name) => `_${name} = os.${name}\ndef ${name}(*a):\n  print("tick")\n  return _${name}(*a)\nos.${name} = ${name}`,
    );
    expect(await session.exec(`import os\n${meddling.join('\n')}`)).toMatchObject({ traceback: null });
    let shown = '';
    session.onOutput((bytes) => {
      shown += Buffer.from(bytes).toString();
    });
    await files.write('/x.bin', random(20_000));
    expect(onFlash('x.bin')).toEqual(random(20_000));
    expect(Buffer.compare(await files.read('/x.bin'), random(20_000))).toBe(0);
    expect(shown).toBe('tick\r\ntick\r\n>>> tick\r\n>>> ');
    await session.softReset({ until: 'prompt' });
  });

  it('whose host died is ended by the Ctrl-C of whoever comes next', async () => {
    writeFileSync(join(flash, 'x.bin'), 'old');
    line.cutAfter = line.sentBytes + agentBytes + 5_000;
    await expect(files.write('/x.bin', random(40_000))).rejects.toMatchObject({ code: 'connection-lost' });
    const next = board.openLine();
    let said = '';
    const prompt = new Promise<void>((resolve) => {
      next.onData((bytes) => {
        said += Buffer.from(bytes).toString('latin1');
        // The end of a raw REPL answer; a lone '>' also ends a piece of "<module>".
        if (said.endsWith('\x04>')) resolve();
      });
    });
    await next.write(Uint8Array.of(3));
    await prompt;
    next.dispose();
    expect(said).toContain('KeyboardInterrupt');
    expect(readdirSync(flash)).toEqual(['x.bin']);
    await connect();
  });
});

describe('a download', () => {
  it.each([1, 300, 900, 3_000, 9_000, 20_000])(
    'that is cancelled when %i bytes came leaves the board at its prompt, and the file can be read then',
    async (afterBytes) => {
      const bytes = random(40_000);
      await files.write('/x.bin', bytes);
      const cancel = new AbortController();
      const start = line.receivedBytes;
      const watch = line.onData(() => {
        if (line.receivedBytes - start >= afterBytes) cancel.abort();
      });
      await expect(files.read('/x.bin', { signal: cancel.signal })).rejects.toMatchObject({ code: 'cancelled' });
      watch.dispose();
      await boardIsClean();
      expect(Buffer.compare(await files.read('/x.bin'), bytes)).toBe(0);
    },
  );

  it('tells how far it is of how much, never backwards', async () => {
    await files.write('/x.bin', random(40_000));
    const told: [number, number][] = [];
    await files.read('/x.bin', { onProgress: (done, total) => void told.push([done, total]) });
    expect(told.length).toBeGreaterThan(5);
    expect(told.every(([, total]) => total === 40_000)).toBe(true);
    expect(told.map(([done]) => done)).toEqual(told.map(([done]) => done).toSorted((a, b) => a - b));
    expect(told.at(-1)).toEqual([40_000, 40_000]);
  });
});

describe('any file', () => {
  it.each([
    ['spaces, quotes and backslashes', ' it\'s "odd" \\ name .py', 10],
    ['200 characters', `${'n'.repeat(197)}.py`, 10],
    ['what is not ASCII', 'é 🍓 日本.py', 0],
    ['700 KB', 'large.bin', 700 * 1024],
  ])('with %s arrives and comes back as it was', async (_what, name, sizeBytes) => {
    const bytes = random(sizeBytes);
    await files.write(`/${name}`, bytes);
    expect(Buffer.compare(await files.read(`/${name}`), bytes)).toBe(0);
    expect((await files.manifest('/')).entries.map(({ path }) => path)).toEqual([name]);
    await boardIsClean();
  });

  it('that grows while it is read arrives as one whole that it was', async () => {
    await files.write('/log.txt', random(6_000));
    const growing = `import hashlib
_sha256 = hashlib.sha256
class Sha256:
  def __init__(self): self.hash = _sha256()
  def update(self, data):
    self.hash.update(data)
    if hashlib.sha256 is Sha256:
      hashlib.sha256 = _sha256
      with open('/log.txt', 'ab') as f: f.write('more')
  def digest(self): return self.hash.digest()
hashlib.sha256 = Sha256`;
    expect(await session.exec(growing)).toMatchObject({ traceback: null });
    const read = Buffer.from(await files.read('/log.txt'));
    const now = onFlash('log.txt');
    expect(now.length).toBe(6_004);
    expect([6_000, 6_004].map((length) => read.equals(now.subarray(0, length)))).toContain(true);
    await boardIsClean();
  });

  it('waits for its turn when two things are asked at once', async () => {
    const writes = [files.write('/a.bin', random(30_000)), files.write('/b.bin', source(100))];
    const read = files.read('/a.bin');
    await Promise.all(writes);
    expect([Buffer.compare(await read, random(30_000)), onFlash('b.bin').length]).toEqual([0, source(100).length]);
    await boardIsClean();
  });

  it('of two hundred costs one round trip when nothing has changed', async () => {
    const many = Array.from({ length: 200 }, (_, at) => ({
      kind: 'file' as const,
      path: `/f${at}.py`,
      bytes: source(1),
    }));
    await files.writeAll(many);
    const executions = () => seen.filter((text) => text.includes('\x05A\x01')).length;
    const seen: string[] = [];
    line.meddle = (bytes) => {
      seen.push(Buffer.from(bytes).toString('latin1'));
      return bytes;
    };
    const { plan, perform } = await planBoardSync(
      files,
      {
        entries: (await files.manifest('/')).entries,
        read: async () => Promise.reject(new Error('Nothing is to be read.')),
      },
      { target: '/', remove: true, isLeftOut: () => false },
    );
    const asked = executions();
    await perform();
    expect({ unchanged: plan.unchanged, asked, more: executions() - asked }).toEqual({
      unchanged: 200,
      asked: 2,
      more: 0,
    });
  });
});
