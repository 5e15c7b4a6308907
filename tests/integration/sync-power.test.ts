/** A sync during which the board loses its power, or its flash is full: it has all of the old files or all of the new ones. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BoardFiles, BoardSession, type SettledChange } from '../../app/board/index.ts';
import { deflate } from '../../main/platform/deflate.ts';
import { systemClock } from '../../main/platform/system-clock.ts';
import type { SimulatedBoard } from '../../main/simulator/simulated-board.ts';
import { SimulatedTransport } from '../../main/transports/simulated-transport.ts';
import { startTemporaryBoard, type TemporaryBoard } from '../support/temporary-board.ts';

const old = { 'a.py': 'old a', 'main.py': 'old main' };
const fresh = { 'a.py': 'new a', 'main.py': 'new main' };
const change = {
  remove: [],
  folders: [],
  files: Object.entries(fresh).map(([name, text]) => ({ path: `/${name}`, bytes: new TextEncoder().encode(text) })),
};

let benches: TemporaryBoard[];

beforeAll(async () => {
  benches = await Promise.all([0, 1].map((index) => startTemporaryBoard({ name: `power-${index}` })));
});
afterAll(async () => {
  for (const bench of benches) await bench.dispose();
});

async function connect(board: SimulatedBoard) {
  const transport = new SimulatedTransport({ name: board.name, openLine: async () => board.openLine() });
  const session = new BoardSession({ transport, clock: systemClock, rtcTime: () => null });
  const settled: SettledChange[] = [];
  session.leftovers.onDidSettle((what) => void settled.push(what));
  await session.connect();
  return { session, settled, files: new BoardFiles(session, { deflate }) };
}

function prepare(flash: string): void {
  for (const name of readdirSync(flash)) rmSync(join(flash, name), { recursive: true });
  for (const [name, text] of Object.entries(old)) writeFileSync(join(flash, name), text);
}

const filesIn = (flash: string) =>
  Object.fromEntries(
    readdirSync(flash)
      .sort()
      .map((name) => [name, readFileSync(join(flash, name), 'utf8')]),
  );

/** Syncs with the power going after more and more bytes, until it suffices; gives what became of each. */
async function syncWithoutPower({ board, flash }: (typeof benches)[0], start: number, step: number) {
  const outcomes: string[] = [];
  for (let after = start; ; after += step) {
    prepare(flash);
    const { session, files } = await connect(board);
    await board.steer(`fault power lost after ${after} bytes written`);
    const isDone = await files.change(change).then(
      () => true,
      () => false,
    );
    session.dispose();
    await board.steer('fault off');
    if (isDone) return outcomes;
    expect(board.activity).toBe('off');
    await board.steer('power on');
    const next = await connect(board);
    next.session.dispose();
    const found = filesIn(flash);
    const isOld = JSON.stringify(found) === JSON.stringify(old);
    expect(found, `after ${after} bytes`).toEqual(isOld ? old : fresh);
    outcomes.push(`${isOld ? 'old' : 'new'}, ${next.settled[0]?.kind ?? 'nothing'}`);
  }
}

it('power that goes while files are written leaves all of the old or all of the new, and the next connection says which', async () => {
  const outcomes = await Promise.all(benches.map((bench, index) => syncWithoutPower(bench, 17 * index, 34)));
  expect(new Set(outcomes.flat())).toEqual(new Set(['old, nothing', 'old, taken-back', 'new, completed']));
}, 600_000);

it('a flash that is full in the middle of a sync leaves the old files, says so, and takes the new ones when there is room', async () => {
  const [{ board, flash }] = benches as [(typeof benches)[0]];
  for (const bytesLeft of [0, 3, 20, 60]) {
    prepare(flash);
    const first = await connect(board);
    await board.steer(`fault flash full ${bytesLeft} bytes left`);
    await expect(first.files.change(change), `${bytesLeft} bytes left`).rejects.toMatchObject({
      code: 'board-flash-full',
    });
    expect(filesIn(flash)).toMatchObject(old);
    await board.steer('fault off');
    await first.files.change(change);
    first.session.dispose();
    expect(filesIn(flash)).toEqual(fresh);
  }
}, 600_000);
