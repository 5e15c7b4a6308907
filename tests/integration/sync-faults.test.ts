/** A sync of several files that is broken off at every byte: the board has all of the old files or all of the new ones. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type BoardChange, BoardFiles, BoardSession, type SettledChange } from '../../app/board/index.ts';
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
let settled: SettledChange[] = [];

beforeAll(async () => {
  flash = mkdtempSync(join(tmpdir(), 'bramble-flash-'));
  board = await SimulatedBoard.start({ name: 'sync-faults', flashFolder: flash });
});
afterEach(() => session.dispose());
afterAll(() => {
  board.dispose();
  rmSync(flash, { recursive: true });
});

async function connect(): Promise<void> {
  line = new MeddledLine(new SimulatedTransport({ name: 'sync-faults', openLine: async () => board.openLine() }));
  session = new BoardSession({ transport: line, clock: systemClock });
  settled = [];
  files = new BoardFiles(session, { deflate, onSettled: (what) => void settled.push(what) });
  await session.connect();
}

const text = (content: string) => new TextEncoder().encode(content);
const old = { 'main.py': 'old main', lib: { 'a.py': 'old a', 'gone.py': 'gone' }, kind: 'a file' };
const fresh = { 'main.py': 'new main', lib: { 'a.py': 'new a' }, kind: { 'b.py': 'b' }, 'empty.py': '' };
const change: BoardChange = {
  remove: [
    { path: '/kind', kind: 'file' },
    { path: '/lib/gone.py', kind: 'file' },
  ],
  folders: ['/kind'],
  files: [
    { path: '/main.py', bytes: text('new main') },
    { path: '/lib/a.py', bytes: text('new a') },
    { path: '/kind/b.py', bytes: text('b') },
    { path: '/empty.py', bytes: text('') },
  ],
};

type Tree = { [name: string]: string | Tree };

function readTree(folder: string): Tree {
  return Object.fromEntries(
    readdirSync(folder).map((name) => {
      const path = join(folder, name);
      return [name, statSync(path).isDirectory() ? readTree(path) : readFileSync(path, 'utf8')];
    }),
  );
}

function writeTree(tree: Tree, folder = flash): void {
  for (const [name, content] of Object.entries(tree)) {
    const path = join(folder, name);
    if (typeof content === 'string') {
      writeFileSync(path, content);
    } else {
      mkdirSync(path);
      writeTree(content, path);
    }
  }
}

function prepare(): void {
  for (const name of readdirSync(flash)) rmSync(join(flash, name), { recursive: true });
  writeTree(old);
}

it('takes effect as a whole', async () => {
  prepare();
  await connect();
  await files.change(change);
  expect(readTree(flash)).toEqual(fresh);
  expect(settled).toEqual([]);
});

it(
  'whose cable is pulled at any byte leaves all of the old or all of the new, and the next connection says which',
  async () => {
    prepare();
    await connect();
    await files.list('/');
    const start = line.sentBytes;
    await files.change(change);
    const wholeBytes = line.sentBytes - start;
    const seen = new Map<string, number>();
    session.dispose();
    await connect();
    await files.list('/');
    for (let cutAfter = 1; cutAfter < wholeBytes; cutAfter++) {
      prepare();
      line.cutAfter = line.sentBytes + cutAfter;
      const failed = await files.change(change).then(
        () => null,
        (error: unknown) => error,
      );
      session.dispose();
      await connect();
      await files.list('/');
      const tree = readTree(flash);
      const isNew = JSON.stringify(tree) !== JSON.stringify(readTreeOf(old));
      expect(tree, `cut after ${cutAfter}`).toEqual(isNew ? fresh : old);
      const [what] = settled;
      if (what?.kind === 'completed') expect(isNew, `cut after ${cutAfter}: ${what.message}`).toBe(true);
      if (what?.kind === 'taken-back') expect(isNew, `cut after ${cutAfter}: ${what.message}`).toBe(false);
      if (isNew && failed !== null) expect(what?.kind, `cut after ${cutAfter}`).toBe('completed');
      const key = `${isNew ? 'new' : 'old'} ${what?.kind ?? 'nothing'} ${failed === null ? 'done' : 'failed'}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    console.log(wholeBytes, seen);
  },
  300_000,
);

/** As `readTree` would give it: names in the order of the file system. */
function readTreeOf(tree: Tree): Tree {
  return Object.fromEntries(
    Object.keys(tree)
      .sort()
      .map((name) => {
        const content = tree[name] ?? '';
        return [name, typeof content === 'string' ? content : readTreeOf(content)];
      }),
  );
}
