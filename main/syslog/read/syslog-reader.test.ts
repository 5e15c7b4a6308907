import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { LogWriter } from '../store/log-writer.ts';
import { blockIds } from '../store/text-blocks.ts';
import { batchOf, temporaryFolder } from '../testing/batches.ts';
import { ReadThread } from './read-thread.ts';
import { SyslogReader } from './syslog-reader.ts';
import { SyslogStore } from './syslog-store.ts';

const rowCount = 8 * blockIds + 10;

async function readerOf({ textOf = (id: number) => `row ${id}`, dividedRows = 2 * blockIds } = {}) {
  const file = join(temporaryFolder(), 'log.db');
  const writer = new LogWriter(file);
  onTestFinished(() => writer.dispose());
  for (let id = 1; id <= rowCount; id += 4000) {
    const count = Math.min(4000, rowCount - id + 1);
    writer.write(batchOf(Array.from({ length: count }, (_, at) => ({ datagram: `<14>${textOf(id + at)}` }))), 0);
  }
  while (writer.indexWords(16_384) > 0);
  const reader = new SyslogReader(file, dividedRows);
  onTestFinished(() => reader.dispose());
  await reader.ready;
  const store = new SyslogStore(file);
  onTestFinished(() => store.dispose());
  return { reader, store, writer };
}

/** Takes some milliseconds a row, so that the search is divided. */
const slow = (query: string) => `/(?:[a-z]+[a-z ]*)*!|${query}/`;

it.each([
  ['what both halves have', '/77/', {}],
  ['what the newer half has enough of', '/row/', {}],
  ['a slow search in both halves', slow('777'), {}],
  ['a slow search that the newer half answers', slow('\\d'), {}],
  ['a word', '16384', {}],
  ['nothing', slow('nothing'), {}],
  ['a part of the log', '/9[0-4]/', { beforeId: 6 * blockIds, afterId: blockIds }],
  ['a part that is not divided', '/9[0-4]/', { beforeId: 3 * blockIds, afterId: 2 * blockIds }],
])('a search finds %s', async (_, query, page) => {
  const { reader, store, writer } = await readerOf({ textOf: (id) => `row ${id} of all` });
  const ask = { ...page, limit: 50 };
  expect(await reader.rows({ query }, ask)).toEqual(store.rows({ query }, ask));
  writer.prune({ mostRows: rowCount - 3000 }, 0, 4096);
  expect(await reader.rows({ query }, ask)).toEqual(store.rows({ query }, ask));
});

it('counts while a search takes its time', async () => {
  const { reader } = await readerOf({ textOf: (id) => `${'a'.repeat(60)} ${id}`, dividedRows: 1e9 });
  const order: string[] = [];
  const searching = reader.rows({ query: '/(a*)*b/' }, { limit: 1 }).then(
    () => order.push('found'),
    () => order.push('given up'),
  );
  // The thread of the search is busy for seconds; not the other.
  expect((await reader.facets({})).total).toBe(rowCount);
  order.push('counted');
  await reader.dispose();
  await searching;
  expect(order).toEqual(['counted', 'given up']);
});

it('a search that would take for ever is given up, and what waits behind it is answered', async () => {
  const { store, writer } = await readerOf({ textOf: (id) => `${'a'.repeat(60)} ${id}` });
  writer.write(batchOf([{ datagram: '<14>last' }]), 0);
  const thread = new ReadThread(store.file, 500);
  onTestFinished(() => thread.dispose());
  const ask = (query: string) => thread.ask('rows', [{ query }, { limit: 1 }]);
  const answers = await Promise.allSettled([ask('/(a*)*b/'), ask('last'), ask('/(a*)*c/'), ask('"last"')]);
  expect(answers).toMatchObject([
    { status: 'rejected', reason: { code: 'bad-query', message: expect.stringMatching(/given up after 0.5 seconds/) } },
    { status: 'fulfilled', value: [{ text: 'last' }] },
    { status: 'rejected', reason: { code: 'bad-query' } },
    { status: 'fulfilled', value: [{ text: 'last' }] },
  ]);
});

it('says what is wrong with a query, and answers nothing once it is closed', async () => {
  const { reader } = await readerOf();
  await expect(reader.rows({ query: 'hots:x' }, { limit: 1 })).rejects.toMatchObject({ code: 'bad-query' });
  await reader.dispose();
  await expect(reader.rows({}, { limit: 1 })).rejects.toMatchObject({ code: 'log-store' });
  await expect(reader.facets({})).rejects.toMatchObject({ code: 'log-store' });
});
