import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkedState, PreparationCache } from './preparation-cache.ts';

let folder: string;
const state = Uint8Array.from({ length: 300 }, (_, index) => index);

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bramble-preparations-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function keepInFolder(): Promise<Buffer> {
  const cache = new PreparationCache({ folder });
  cache.keep(state);
  await cache.settled();
  const [name = ''] = readdirSync(folder);
  return readFileSync(path.join(folder, name));
}

async function loaded(): Promise<Uint8Array | undefined> {
  const cache = new PreparationCache({ folder });
  await cache.load();
  return cache.state && Uint8Array.from(cache.state);
}

describe('A kept preparation', () => {
  it('is there at once for this process, and for the next when it was written', async () => {
    const cache = new PreparationCache({ folder: path.join(folder, 'made', 'when needed') });
    await cache.load();
    expect(cache.state).toBeUndefined();
    cache.keep(state);
    expect(cache.state).toEqual(state);
    await keepInFolder();
    expect(await loaded()).toEqual(state);
  });

  it('is as good as none when its file was damaged anywhere, cut off or is of another key', async () => {
    const file = await keepInFolder();
    const keyAt = file.length - state.length - 32;
    const key = file.subarray(keyAt, keyAt + 32);
    expect(checkedState(file, key)).toEqual(state);
    expect(checkedState(file, Buffer.alloc(32, 1))).toBeUndefined();
    expect(checkedState(Buffer.concat([file, Buffer.of(0)]), key)).toBeUndefined();
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const damaged = Buffer.from(file);
        damaged[at] = (damaged[at] ?? 0) ^ flip;
        return checkedState(damaged, key) === undefined && checkedState(file.subarray(0, at), key) === undefined;
      }),
    );
  });

  it('is not taken from a damaged file, and replaces it', async () => {
    await keepInFolder();
    const [name = ''] = readdirSync(folder);
    writeFileSync(path.join(folder, name), 'not a board');
    expect(await loaded()).toBeUndefined();
    await keepInFolder();
    expect(await loaded()).toEqual(state);
  });

  it('takes the place of those of other versions, and leaves other files alone', async () => {
    writeFileSync(path.join(folder, 'board-0123'), 'old');
    writeFileSync(path.join(folder, 'board-0123.unfinished'), 'old');
    writeFileSync(path.join(folder, 'notes'), 'mine');
    await keepInFolder();
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^board-[0-9a-f]{64}$/), 'notes']);
  });

  it('lasts as long as the process where its folder cannot be written', async () => {
    writeFileSync(path.join(folder, 'file'), '');
    const cache = new PreparationCache({ folder: path.join(folder, 'file', 'below') });
    await cache.load();
    cache.keep(state);
    await cache.settled();
    expect(cache.state).toEqual(state);
  });

  it('is read by nobody who finds a folder in its place', async () => {
    await keepInFolder();
    const [name = ''] = readdirSync(folder);
    rmSync(path.join(folder, name));
    mkdirSync(path.join(folder, name));
    expect(await loaded()).toBeUndefined();
  });
});
