import { expect, it } from 'vitest';
import { batchOf } from '../testing/batches.ts';
import { storeOf } from '../testing/stores.ts';

const start = Date.UTC(2024, 4, 1, 12);

it('the store knows the boards that were heard last, however many invented ones there were', () => {
  const { store, writer } = storeOf([]);
  for (let from = 0; from < 2400; from += 800) {
    const sent = Array.from({ length: 800 }, (_, index) => ({
      datagram: `<14>1 - board-${from + index} - - - - hello`,
      receivedAtMs: start + from + index,
    }));
    writer.write(batchOf(sent), 0);
    writer.keepBoards();
  }
  expect(store.boards().map(({ board }) => board)).toEqual(
    Array.from({ length: 1000 }, (_, index) => `board-${2399 - index}`),
  );
});
