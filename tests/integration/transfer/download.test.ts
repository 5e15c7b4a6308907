/** A download: cancelled, and told of as it goes. */
import { describe, expect, it } from 'vitest';
import { arrangeBoard, boardIsClean, files, line, random } from './transfer-bench.ts';

arrangeBoard();

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
