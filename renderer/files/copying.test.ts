import { expect, test } from 'vitest';
import { BrambleError } from '../../app/base/index.ts';
import type { ProjectFile } from '../../app/contract/index.ts';
import { type CopyEnds, copyToBoard, readBoardText } from './copying.ts';

/** Both ends in memory; the board has the folder /lib already. */
function arrange(boardFiles: Record<string, Uint8Array> = {}) {
  const done: string[] = [];
  const unused = async () => {
    throw new Error('not asked for in these tests');
  };
  const ends: CopyEnds = {
    project: {
      read: async (path) => ({ text: `# ${path}`, version: '1' }),
      describe: unused,
      list: unused,
      write: unused,
      remove: unused,
      makeFolder: unused,
      rename: unused,
    },
    files: {
      makeFolder: async (_address, path) => {
        if (path === '/lib') throw new BrambleError('board-file-exists', '/lib is there.');
        done.push(`mkdir ${path}`);
      },
      write: async (_address, path, bytes) => {
        done.push(`write ${path} ${new TextDecoder().decode(bytes)}`);
      },
      read: async (_address, path) => boardFiles[path] ?? new Uint8Array(),
      list: unused,
      remove: unused,
      rename: unused,
      space: unused,
    },
  };
  return { done, ends };
}

const listed: ProjectFile[] = [
  { path: 'lib', kind: 'folder', sizeBytes: 0 },
  { path: 'lib/net', kind: 'folder', sizeBytes: 0 },
  { path: 'lib/net/wifi.py', kind: 'file', sizeBytes: 1 },
  { path: 'library.py', kind: 'file', sizeBytes: 1 },
];

test('a folder is copied with all it holds, parents first, and nothing beside it', async () => {
  const { done, ends } = arrange();
  const count = await copyToBoard(ends, 'sim:', 'lib', listed);
  expect({ count, done }).toEqual({
    count: 1,
    done: ['mkdir /lib/net', 'write /lib/net/wifi.py # lib/net/wifi.py'],
  });
});

test('a file brings the folders that it lies in', async () => {
  const { done, ends } = arrange();
  await copyToBoard(ends, 'sim:', 'lib/net/wifi.py', listed);
  expect(done).toEqual(['mkdir /lib/net', 'write /lib/net/wifi.py # lib/net/wifi.py']);
});

test('a board’s file that is not text is refused with the other way to get it', async () => {
  const { ends } = arrange({ '/image.bin': Uint8Array.of(0xff, 0xfe, 0x00) });
  await expect(readBoardText(ends.files, 'sim:', '/image.bin')).rejects.toMatchObject({ code: 'not-supported' });
});
