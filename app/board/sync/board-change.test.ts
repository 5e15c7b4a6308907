import { describe, expect, it } from 'vitest';
import { decode } from '../bytes.ts';
import { type BoardChange, neededBytes, stagedEntries } from './board-change.ts';

const change: BoardChange = {
  remove: [
    { path: '/old "x"\n', kind: 'folder' },
    { path: '/lib', kind: 'file' },
  ],
  folders: ['/lib'],
  files: [{ path: '/lib/é.py', bytes: Uint8Array.of(1) }],
};

describe('a change of a board', () => {
  it('is staged at the top of its file system, and the journal is the last to come', () => {
    const entries = stagedEntries(change, '/sd');
    expect(entries.map(({ path }) => path)).toEqual(['/sd/.bramble-sync.0', '/sd/.bramble-sync.journal']);
    const journal = entries.at(-1);
    expect(journal?.kind === 'file' && decode(journal.bytes)).toBe(
      '["x","/old \\"x\\"\\n",true]\n["x","/lib",false]\n["d","/lib",0]\n["m","/lib/é.py",0]\n',
    );
  });

  it.each([
    [[0, 512, 513, 4096, 4097], 4096, 512 + 4096 + 4096 + 8192],
    [[10, 20], 0, 30],
    [[], 4096, 0],
  ])('with files of %j bytes in blocks of %i needs %i', (sizes, blockBytes, needed) => {
    expect(neededBytes(sizes, blockBytes)).toBe(needed);
  });
});
