import { describe, expect, it } from 'vitest';
import { StoreUpkeep } from './store-upkeep.ts';

/** Upkeep over a store that only counts, on a clock of the test's. */
function bench(retention: { mostRows?: number } = {}) {
  const state = { atMs: 0, unindexed: 0, rows: 0, isQuiet: true, done: [] as string[], fails: false };
  const upkeep = new StoreUpkeep({
    writer: {
      hasBoardNews: false,
      keepBoards: () => {},
      unindexedCount: () => state.unindexed,
      indexWords: (limit) => {
        if (state.fails) throw Object.assign(new Error('database is locked'), { errcode: 5 });
        const taken = Math.min(limit, state.unindexed);
        state.unindexed -= taken;
        state.done.push(`index ${taken}`);
        return state.unindexed;
      },
      prune: ({ mostRows = state.rows }, _nowMs, limit) => {
        const count = Math.min(limit, Math.max(0, state.rows - mostRows));
        state.rows -= count;
        if (count > 0) state.done.push(`prune ${count}`);
        return count;
      },
      totals: () => ({ lastId: 0, totalRows: state.rows }),
    },
    retention,
    isQuiet: () => state.isQuiet,
    isIdle: () => state.isQuiet,
    onChanged: () => {},
    monotonicMs: () => state.atMs,
    nowMs: () => 0,
  });
  const write = (count: number, bytes = 0) => {
    state.unindexed += count;
    state.rows += count;
    upkeep.noteWritten(count, bytes);
  };
  return { state, upkeep, write };
}

describe('the upkeep of the store', () => {
  it('indexes a few rows when a pause comes, and then rests for ever', () => {
    const { state, upkeep, write } = bench();
    write(3);
    upkeep.turn();
    const waiting = [upkeep.restMs, [...state.done]];
    state.atMs += 1000;
    upkeep.turn();
    expect([waiting, state.done, upkeep.restMs]).toEqual([[1000, []], ['index 3'], Number.POSITIVE_INFINITY]);
  });

  it('indexes many rows in pieces, but not while much waits to be stored', () => {
    const { state, upkeep, write } = bench();
    write(36_000);
    state.isQuiet = false;
    upkeep.turn();
    state.isQuiet = true;
    upkeep.turn();
    upkeep.turn();
    upkeep.turn();
    expect([state.done, upkeep.restMs]).toEqual([['index 16384', 'index 16384'], 1000]);
  });

  it('indexes what comes slowly in smaller pieces, twice a second at most', () => {
    const { state, upkeep, write } = bench();
    write(5000);
    upkeep.turn();
    write(5000);
    upkeep.turn();
    const waiting = [[...state.done], upkeep.restMs];
    state.atMs += 500;
    upkeep.turn();
    expect([waiting, state.done]).toEqual([
      [['index 5000'], 500],
      ['index 5000', 'index 5000'],
    ]);
  });

  it('deletes at once when idle, and every 50 ms under load', () => {
    const { state, upkeep, write } = bench({ mostRows: 0 });
    write(20_000);
    upkeep.turn();
    upkeep.turn();
    state.isQuiet = false;
    upkeep.turn();
    upkeep.turn();
    state.atMs += 50;
    upkeep.turn();
    expect(state.done.filter((each) => each.startsWith('prune'))).toEqual(Array(4).fill('prune 4096'));
  });

  it('looks at what is to be deleted every ten seconds, and after a megabyte', () => {
    const { state, upkeep, write } = bench({ mostRows: 100 });
    const prunes = () => state.done.filter((each) => each.startsWith('prune'));
    const writeAndTurn = (bytes: number, afterMs: number) => {
      state.atMs += afterMs;
      write(100, bytes);
      upkeep.turn();
      return prunes().length;
    };
    upkeep.turn();
    const counts = [
      writeAndTurn(1_000_000, 100),
      writeAndTurn(100_000, 100),
      writeAndTurn(100_000, 9000),
      writeAndTurn(0, 1000),
      writeAndTurn(2_000_000, 10),
      writeAndTurn(0, 40),
    ];
    expect(counts).toEqual([0, 1, 1, 2, 2, 3]);
  });

  it('leaves a store alone for ten seconds that refuses', () => {
    const { state, upkeep, write } = bench();
    write(5000);
    state.fails = true;
    upkeep.turn();
    const restMs = upkeep.restMs;
    state.fails = false;
    upkeep.turn();
    state.atMs += 10_000;
    upkeep.turn();
    expect([restMs, state.done]).toEqual([10_000, ['index 5000']]);
  });
});
