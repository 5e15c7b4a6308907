/** A store that is written and read by several at once. */
import { Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LogWriter } from '../store/log-writer.ts';
import { batchOf } from '../testing/batches.ts';
import { all, ids, storeOf, words } from '../testing/stores.ts';

describe('two writers on one store', () => {
  it('take turns, and every row has an id of its own', () => {
    const { file, store, writer } = storeOf(words(3));
    const second = new LogWriter(file);
    onTestFinished(() => second.dispose());
    second.write(batchOf([{ datagram: '<14>x', address: '10.0.0.9' }]), 0);
    writer.write(batchOf(words(2)), 0);
    second.write(batchOf(words(1)), 0);
    expect([ids(store.rows({}, all)), store.totals(), store.hosts()]).toEqual([
      [1, 2, 3, 4, 5, 6, 7],
      { lastId: 7, totalRows: 7 },
      [
        { host: '192.168.1.7', count: 6 },
        { host: '10.0.0.9', count: 1 },
      ],
    ]);
  });
});

it('counts each row once while another thread takes rows into the counts', async () => {
  const { file, store } = storeOf([]);
  const writerUrl = JSON.stringify(new URL('../store/log-writer.ts', import.meta.url));
  const written = `
    const { LogWriter } = await import(${writerUrl});
    const writer = new LogWriter(${JSON.stringify(file)});
    const bytes = Buffer.from('<14>x');
    for (let minute = 0; ; minute++) {
      const row = { bytes, ends: [5], addresses: ['192.168.1.7'], receivedAtMs: [minute * 60_000], position: 0 };
      writer.write(row, 0);
      while (writer.indexWords(1) > 0);
    }`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(written)}`));
  onTestFinished(async () => void (await worker.terminate()));
  const missed: number[] = [];
  while (store.totals().totalRows < 1000) {
    const { totalRows } = store.totals();
    const { total } = store.stats({});
    if (total < totalRows) missed.push(totalRows - total);
  }
  expect(missed).toEqual([]);
});
