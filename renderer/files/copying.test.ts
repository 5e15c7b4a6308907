import { describe, expect, test } from 'vitest';
import type { FileCopy, PlannedCopy } from '../../app/contract/index.ts';
import {
  type AskConflicts,
  type CopyEnds,
  type CopyRequest,
  copyFiles,
  dropIntoProject,
  dropOntoBoard,
  outcomeSentence,
} from './copying.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (content: Uint8Array) => new TextDecoder().decode(content);

type Planned = Pick<PlannedCopy, 'to' | 'target'> & Partial<PlannedCopy>;
const planned = ({ to, target, ...rest }: Planned): PlannedCopy => ({
  from: to.slice(1),
  to,
  kind: 'file',
  sizeBytes: 1,
  target,
  hashes: { source: `new ${to}`, target: target === 'free' ? null : `old ${to}` },
  ...rest,
});

/** Both sides in memory. */
function arrange({ plan = [], project = {}, board = {} }: Arrangement) {
  const copied: FileCopy[] = [];
  const written: string[] = [];
  const ends = {
    copies: {
      plan: async () => plan,
      copy: async (_address: string, _direction: string, copies: FileCopy[]) => void copied.push(...copies),
    },
    project: {
      list: async () => Object.keys(project).map((path) => ({ path, kind: 'file', sizeBytes: 1 })),
      readBytes: async (path: string) => bytes(project[path] ?? ''),
      writeBytes: async (path: string, content: Uint8Array) => void written.push(`${path} ${text(content)}`),
    },
    files: {
      tree: async () => Object.keys(board).map((path) => ({ path, kind: 'file', sizeBytes: 1 })),
      read: async (_address: string, path: string) => bytes(board[path.slice(1)] ?? ''),
      writeAll: async (_address: string, files: { path: string; bytes: Uint8Array }[]) => {
        for (const file of files) written.push(`${file.path} ${text(file.bytes)}`);
      },
    },
  } as unknown as CopyEnds;
  return { ends, copied, written };
}

interface Arrangement {
  plan?: PlannedCopy[];
  project?: Record<string, string>;
  board?: Record<string, string>;
}

/** Answers each question in the same way, and keeps what it was asked. */
function answering(replace: (path: string) => boolean) {
  const asked: string[] = [];
  const ask: AskConflicts = async (conflicts) => {
    for (const { path, standing, incoming } of conflicts) {
      asked.push(`${path}: ${text(await standing())} -> ${text(await incoming())}`);
    }
    return new Set(conflicts.map(({ path }) => path).filter(replace));
  };
  return { asked, ask };
}

const toBoard: CopyRequest = { address: 'sim:', direction: 'to-board', sources: ['lib'], folder: '/' };

describe('copying to a board', () => {
  const plan = [
    planned({ to: '/lib', kind: 'folder', target: 'same' }),
    planned({ to: '/lib/new.py', target: 'free' }),
    planned({ to: '/lib/same.py', target: 'same' }),
    planned({ to: '/lib/other.py', target: 'differs' }),
    planned({ to: '/lib/mine.py', target: 'differs' }),
  ];
  const sides = { plan, project: { 'lib/other.py': 'fresh' }, board: { 'lib/other.py': 'old' } };

  test('leaves out what is there already, and asks about what differs, with both contents', async () => {
    const { ends, copied } = arrange(sides);
    const { asked, ask } = answering((path) => path === '/lib/other.py');
    const outcome = await copyFiles(ends, toBoard, ask);
    expect({ asked, copied: copied.map(({ to }) => to), outcome }).toEqual({
      asked: ['/lib/other.py: old -> fresh', '/lib/mine.py:  -> '],
      copied: ['/lib/new.py', '/lib/other.py'],
      outcome: { copied: 2, same: 1 },
    });
  });

  test('asks nothing about what Bramble wrote there itself, and remembers what it writes', async () => {
    const { ends, copied } = arrange(sides);
    const { asked, ask } = answering(() => true);
    const ours = new Map([['/lib/mine.py', 'old /lib/mine.py']]);
    await copyFiles(ends, { ...toBoard, ours }, ask);
    expect(asked).toEqual(['/lib/other.py: old -> fresh']);
    expect(copied.map(({ to }) => to)).toEqual(['/lib/new.py', '/lib/other.py', '/lib/mine.py']);
    expect(Object.fromEntries(ours)).toEqual({
      '/lib/new.py': 'new /lib/new.py',
      '/lib/other.py': 'new /lib/other.py',
      '/lib/mine.py': 'new /lib/mine.py',
    });
  });

  test('does nothing at all when the user decides so', async () => {
    const { ends, copied } = arrange(sides);
    expect(await copyFiles(ends, toBoard, async () => null)).toBeNull();
    expect(copied).toEqual([]);
  });
});

describe('files from the desktop', () => {
  const dropped = [
    { path: 'a.py', bytes: bytes('A') },
    { path: 'lib/b.py', bytes: bytes('B') },
    { path: 'c.py', bytes: bytes('C') },
  ];

  test('go into the folder of the project that they were dropped on', async () => {
    const { ends, written } = arrange({ project: { 'src/a.py': 'old', 'src/lib/b.py': 'B' } });
    const { asked, ask } = answering(() => false);
    const outcome = await dropIntoProject(ends, dropped, 'src', ask);
    expect({ asked, written, outcome }).toEqual({
      asked: ['src/a.py: old -> A'],
      written: ['src/c.py C'],
      outcome: { copied: 1, same: 1 },
    });
  });

  test('go onto the board in one piece', async () => {
    const { ends, written } = arrange({ board: { 'a.py': 'old' } });
    const { asked, ask } = answering(() => true);
    const outcome = await dropOntoBoard(ends, 'sim:', dropped, '/', ask);
    expect({ asked, written, outcome }).toEqual({
      asked: ['/a.py: old -> A'],
      written: ['/a.py A', '/lib/b.py B', '/c.py C'],
      outcome: { copied: 3, same: 0 },
    });
  });
});

test.each([
  [{ copied: 1, same: 0 }, '1 file is on the board now.'],
  [{ copied: 2, same: 1 }, '2 files are on the board now. 1 file had the same content already.'],
  [{ copied: 0, same: 3 }, 'Everything was on the board already.'],
  [{ copied: 0, same: 0 }, 'The folders are on the board.'],
])('%j reads "%s"', (outcome, sentence) => {
  expect(outcomeSentence(outcome, 'on the board')).toBe(sentence);
});
