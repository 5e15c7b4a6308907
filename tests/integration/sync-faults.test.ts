/** A sync of several files that is broken off at every byte: the board has all of the old files or all of the new ones. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BoardChange, BoardFiles, BoardSession, type SettledChange } from '../../app/board/index.ts';
import { deflate } from '../../main/platform/deflate.ts';
import { systemClock } from '../../main/platform/system-clock.ts';
import { SimulatedBoard } from '../../main/simulator/simulated-board.ts';
import { SimulatedTransport } from '../../main/transports/simulated-transport.ts';
import { MeddledLine } from '../support/meddled-line.ts';

type Tree = { [name: string]: string | Tree };

const old: Tree = { kind: 'a file', lib: { 'a.py': 'old a', 'gone.py': 'gone' }, 'main.py': 'old main' };
const fresh: Tree = { 'empty.py': '', kind: { 'b.py': 'b' }, lib: { 'a.py': 'new a' }, 'main.py': 'new main' };
const text = (content: string) => new TextEncoder().encode(content);
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

interface Connection {
  line: MeddledLine;
  session: BoardSession;
  files: BoardFiles;
  /** What the connection found to be left by the one before. */
  settled: SettledChange[];
  /** What the board is told to have, the last word on each file. */
  sent: Map<string, Uint8Array | null>;
}

interface Bench {
  board: SimulatedBoard;
  flash: string;
}

/** In memory where the computer has such a place: the thousands of files and renames had the boards wait for a busy disk most of the time. */
const flashParent = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

let benches: Bench[];

beforeAll(async () => {
  benches = await Promise.all(
    [0, 1, 2, 3].map(async (index) => {
      const flash = mkdtempSync(join(flashParent, 'bramble-flash-'));
      return { flash, board: await SimulatedBoard.start({ name: `faults-${index}`, flashFolder: flash }) };
    }),
  );
});
afterAll(async () => {
  for (const { board, flash } of benches) {
    await board.dispose();
    rmSync(flash, { recursive: true });
  }
});

/** Connects as the command line and the IDE do, which look for what was left. */
async function connect({ board }: Bench): Promise<Connection> {
  const line = new MeddledLine(new SimulatedTransport({ name: board.name, openLine: async () => board.openLine() }));
  const session = new BoardSession({ transport: line, clock: systemClock, rtcTime: () => null });
  const settled: SettledChange[] = [];
  session.leftovers.onDidSettle((what) => void settled.push(what));
  const sent = new Map<string, Uint8Array | null>();
  const files = new BoardFiles(session, { deflate, onSent: (path, bytes) => void sent.set(path, bytes) });
  await session.connect();
  return { line, session, files, settled, sent };
}

function readTree(folder: string): Tree {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return Object.fromEntries(
    entries.map((entry) => {
      const path = join(folder, entry.name);
      return [entry.name, entry.isDirectory() ? readTree(path) : readFileSync(path, 'utf8')];
    }),
  );
}

function writeTree(folder: string, tree: Tree): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const [name, content] of Object.entries(tree)) {
    if (typeof content === 'string') writeFileSync(join(folder, name), content);
    else writeTree(join(folder, name), content);
  }
}

function prepare({ flash }: Bench): void {
  for (const name of readdirSync(flash)) rmSync(join(flash, name), { recursive: true });
  for (const [name, content] of Object.entries(old)) {
    if (typeof content === 'string') writeFileSync(join(flash, name), content);
    else writeTree(join(flash, name), content);
  }
}

it('what is left on another file system is found by the next connection as well', async () => {
  prepare(theBench());
  const first = await connect(theBench());
  await first.session.exec(`import os,vfs
os.mkdir('/card')
os.mount(type(vfs.mount()[0][0])('/card'),'/sd')
open('/sd/.bramble-sync.0','w').close()`);
  first.session.dispose();
  const second = await connect(theBench());
  expect(second.settled.map(({ kind }) => kind)).toEqual(['taken-back']);
  const names = await second.files.list('/sd');
  await second.session.exec(`import os\nos.umount('/sd')`);
  second.session.dispose();
  expect(names).toEqual([]);
});

const theBench = () => benches[0] as Bench;

it('a change of several files takes effect as a whole, and leaves nothing to settle', async () => {
  prepare(theBench());
  const first = await connect(theBench());
  await first.files.change(change);
  first.session.dispose();
  expect(readTree(theBench().flash)).toEqual(fresh);
  const second = await connect(theBench());
  second.session.dispose();
  expect(second.settled).toEqual([]);
});

/** What became of a change whose cable was pulled: the tree, what the next connection said, whether the change had rejected. */
type Outcome = `${'old' | 'new'}, ${SettledChange['kind'] | 'nothing'}, ${'done' | 'broken off'}`;

const allowed: readonly Outcome[] = [
  // The agent was still on its way: there was nothing to take back.
  'old, nothing, broken off',
  'old, taken-back, broken off',
  'new, completed, broken off',
  // Only the farewell was cut.
  'new, nothing, done',
];

it('a cable pulled at any byte leaves all of the old or all of the new, and the next connection says which', async () => {
  prepare(theBench());
  const { line, files, session } = await connect(theBench());
  const before = line.sentBytes;
  await files.change(change);
  const wholeBytes = line.sentBytes - before;
  session.dispose();
  const outcomes = await Promise.all(benches.map((bench, index) => cutEverywhere(bench, wholeBytes, index)));
  const seen = new Set(outcomes.flat());
  expect([...seen].sort()).toEqual([...allowed].sort());
}, 600_000);

/** Each board takes every fourth byte. */
async function cutEverywhere(bench: Bench, wholeBytes: number, start: number): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let connection = await connect(bench);
  let asBefore = false;
  for (let cutAfter = start; cutAfter < wholeBytes; cutAfter += benches.length) {
    if (!asBefore) prepare(bench);
    const { line, files, session, sent } = connection;
    line.cutAfter = line.sentBytes + cutAfter;
    const ended = await files.change(change).then(
      () => 'done' as const,
      () => 'broken off' as const,
    );
    for (const { path, bytes } of change.files) {
      if (ended === 'done') expect(sent.get(path)).toBe(bytes);
      else expect(sent.get(path) ?? null).toBeNull();
    }
    session.dispose();
    connection = await connect(bench);
    const tree = readTree(bench.flash);
    const isOld = JSON.stringify(tree) === JSON.stringify(old);
    asBefore = isOld;
    expect(tree, `cut after ${cutAfter} bytes`).toEqual(isOld ? old : fresh);
    outcomes.push(`${isOld ? 'old' : 'new'}, ${connection.settled[0]?.kind ?? 'nothing'}, ${ended}`);
  }
  connection.session.dispose();
  return outcomes;
}
