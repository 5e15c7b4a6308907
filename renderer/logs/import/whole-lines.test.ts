import { expect, it } from 'vitest';
import { longestImportedLine } from '../../../app/syslog/index.ts';
import { wholeLines } from './whole-lines.ts';

async function piecesOf(chunks: readonly string[]): Promise<string[]> {
  async function* given() {
    for (const chunk of chunks) yield new TextEncoder().encode(chunk);
  }
  const pieces: string[] = [];
  for await (const piece of wholeLines(given())) pieces.push(new TextDecoder().decode(piece));
  return pieces;
}

it('pieces end where lines end, however the file is read, and are none of them large', async () => {
  const file = Array.from({ length: 60_000 }, (_, index) => `line ${index} of the file`).join('\n');
  for (const chunkLength of [1000, 65_536, file.length]) {
    const chunks = Array.from({ length: Math.ceil(file.length / chunkLength) }, (_, index) =>
      file.slice(index * chunkLength, (index + 1) * chunkLength),
    );
    const pieces = await piecesOf(chunks);
    expect(pieces.join('')).toBe(file);
    expect(pieces.slice(0, -1).every((piece) => piece.endsWith('\n'))).toBe(true);
    expect(pieces.length).toBeGreaterThan(2);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(512 * 1024);
  }
});

it('a line longer than the longest is cut, and nothing gives no piece', async () => {
  const pieces = await piecesOf(['x'.repeat(longestImportedLine + 10), '\nend']);
  expect(pieces.map(({ length }) => length)).toEqual([longestImportedLine, 14]);
  expect(await piecesOf([])).toEqual([]);
});
