/** How many snapshots are kept. What they hold is tested with a board that runs the real MicroPython. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BoardFiles } from '../../../app/board/index.ts';
import { connected } from '../../../tests/support/session-bench.ts';
import { Snapshots } from './snapshots.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'bramble-snapshots-'));
});
afterEach(() => rm(home, { recursive: true }));

it('of a board the newest twenty snapshots are kept', async () => {
  const { session } = await connected();
  const snapshots = new Snapshots(home);
  const board = { session, files: new BoardFiles(session) };
  for (let number = 0; number < 23; number++) {
    await snapshots.take(board, { lost: [], lostFolders: [], added: [{ path: `/${number}`, kind: 'file' }] });
  }
  session.dispose();
  const [folder = ''] = await readdir(join(home, 'snapshots'));
  const names = (await readdir(join(home, 'snapshots', folder))).sort();
  const notes = names.filter((name) => name.endsWith('.json'));
  const added = await Promise.all(
    notes.map(async (name) => JSON.parse(await readFile(join(home, 'snapshots', folder, name), 'utf8')).added[0].path),
  );
  expect(added).toEqual(Array.from({ length: 20 }, (_, at) => `/${at + 3}`));
  expect(names).toHaveLength(40);
});
