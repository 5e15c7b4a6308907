/** The journal of a change as a state machine: wherever it is broken off, what comes next ends with all of the old or all of the new. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decode, encode } from '../bytes.ts';
import { planSync, type SyncEntry } from '../transfer/sync-plan.ts';
import { type BoardChange, stagedEntries } from './board-change.ts';

/** Paths and what is there: the text of a file, or null for a folder. */
type Tree = Map<string, string | null>;

interface Board {
  tree: Tree;
  staged: Map<number, string>;
  journal: string | null;
}

interface Folder {
  [name: string]: string | Folder;
}

const file = fc.constantFrom('', 'one', 'two');
const name = fc.constantFrom('a', 'b', 'c');
const tree: fc.Arbitrary<Tree> = fc
  .dictionary(name, fc.oneof(file, fc.dictionary(name, fc.oneof(file, fc.dictionary(name, file)))))
  .map((folder) => new Map(flat(folder, '')));

function flat(folder: Folder, above: string): [string, string | null][] {
  return Object.entries(folder).flatMap(([name, content]): [string, string | null][] => {
    const path = `${above}/${name}`;
    return typeof content === 'string' ? [[path, content]] : [[path, null], ...flat(content, path)];
  });
}

/** As `planBoardSync` with `remove` makes it. */
function changeBetween(old: Tree, fresh: Tree): BoardChange {
  const entries = (of: Tree) =>
    [...of].map(([path, content]): SyncEntry => {
      return { path, kind: content === null ? 'folder' : 'file', sha256: content ?? '', sizeBytes: 0 };
    });
  const { remove, send } = planSync(entries(fresh), entries(old), { remove: true });
  return {
    remove,
    folders: send.filter(({ kind }) => kind === 'folder').map(({ path }) => path),
    files: send
      .filter(({ kind }) => kind === 'file')
      .map(({ path }) => ({ path, bytes: encode(fresh.get(path) ?? '') })),
  };
}

/** Each step is one that the file system does whole or not at all. */
function* performing(board: Board, change: BoardChange): Generator<void> {
  for (const [index, entry] of stagedEntries(change, '').entries()) {
    if (entry.kind === 'folder') continue;
    if (index < change.files.length) board.staged.set(index, decode(entry.bytes));
    else board.journal = decode(entry.bytes);
    yield;
  }
  yield* settling(board);
}

/** What app/micropython/agent/settle.py does, from whatever it finds. */
function* settling(board: Board): Generator<void> {
  for (const line of board.journal?.split('\n').slice(0, -1) ?? []) {
    const [step, path, operand] = JSON.parse(line) as [string, string, number | boolean];
    const here = board.tree.get(path);
    if (step === 'x') {
      if (here !== undefined && (here === null) === operand) yield* removing(board.tree, path);
    } else if (step === 'd') {
      if (here === undefined) board.tree.set(path, null);
    } else {
      const staged = board.staged.get(Number(operand));
      if (staged === undefined) continue;
      expect(board.tree.get(path.slice(0, path.lastIndexOf('/')) || '/') ?? null, `the folder of ${path}`).toBeNull();
      board.tree.set(path, staged);
      board.staged.delete(Number(operand));
    }
    yield;
  }
  board.journal = null;
  yield;
  board.staged.clear();
}

/** The deepest first. */
function* removing(tree: Tree, path: string): Generator<void> {
  const inside = [...tree.keys()].filter((other) => other.startsWith(`${path}/`));
  for (const one of [...inside.sort((a, b) => b.length - a.length), path]) {
    tree.delete(one);
    yield;
  }
}

function runUpTo(steps: Generator<void>, count: number): void {
  for (let done = 0; done < count; done++) if (steps.next().done === true) return;
}

const sorted = (of: Tree) => [...of].sort(([a], [b]) => (a < b ? -1 : 1));

it('a change that is broken off after any step, and again while it is settled, is all old or all new in the end', () => {
  fc.assert(
    fc.property(tree, tree, fc.nat(40), fc.array(fc.nat(20), { maxLength: 3 }), (old, fresh, first, more) => {
      const board: Board = { tree: new Map(old), staged: new Map(), journal: null };
      runUpTo(performing(board, changeBetween(old, fresh)), first);
      // An empty file is no folder.
      const isFresh = JSON.stringify(sorted(board.tree)) === JSON.stringify(sorted(fresh));
      const counts = board.journal !== null || isFresh;
      for (const count of more) runUpTo(settling(board), count);
      runUpTo(settling(board), Number.POSITIVE_INFINITY);
      expect({ ...board, tree: sorted(board.tree) }).toEqual({
        tree: sorted(counts ? fresh : old),
        staged: new Map(),
        journal: null,
      });
    }),
    { numRuns: 500 },
  );
});
