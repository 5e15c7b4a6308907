/** An upload where all goes well, to rich boards and poor ones: what it costs, and what it does not do. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  agentBytes,
  arrangeBoard,
  boardIsClean,
  files,
  flash,
  line,
  onFlash,
  random,
  session,
  source,
} from './transfer-bench.ts';

arrangeBoard();

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

describe('an upload', () => {
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
});
