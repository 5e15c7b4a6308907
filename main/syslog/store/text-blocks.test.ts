import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { SyslogStore } from '../read/syslog-store.ts';
import { batchOf, temporaryFolder } from '../testing/batches.ts';
import { LogWriter } from './log-writer.ts';
import { blockIds } from './text-blocks.ts';

const everyone = { limit: 1000 };

/** Texts of which some have what the expressions below look for, in some blocks and in none. */
function textOf(id: number): string {
  if (id === 5000) return `conne${'ct'}ion REFUSED by peer`;
  if (id % 9000 === 17) return `OSError: [Errno ${id}] EIO`;
  if (id === 13_000) return 'temp=21.5 \u212aelvin li\u017ft';
  if (id === 24_990) return 'connection refused, the newest';
  return `row ${id} is like any other, größe ${id % 7}`;
}

const rowCount = 25_000;

function storeOf({ indexed }: { indexed: boolean }) {
  const file = join(temporaryFolder(), 'log.db');
  const writer = new LogWriter(file);
  onTestFinished(() => writer.dispose());
  for (let id = 1; id <= rowCount; id += 5000) {
    writer.write(batchOf(Array.from({ length: 5000 }, (_, at) => ({ datagram: `<14>${textOf(id + at)}` }))), 0);
    if (indexed) writer.indexWords(3000);
  }
  while (indexed && writer.indexWords(4096) > 0);
  const store = new SyslogStore(file);
  onTestFinished(() => store.dispose());
  return { writer, store };
}

const expressions = [
  ['/refused/', /refused/u],
  ['/refused/i', /refused/iu],
  ['/OSError: .* EIO|by peer$/', /OSError: .* EIO|by peer$/u],
  ['/kelvin/i', /kelvin/iu],
  ['/lift/i', /lift/iu],
  ['/no row has this/', /no row has this/u],
  ['/größe 3$/', /größe 3$/u],
  ['/row 1234[0-9] /', /row 1234[0-9] /u],
  ['/[aeiou]rr[mno]o \\d+\\] /i', /[aeiou]rr[mno]o \d+\] /iu],
  ['/\\d{5}\\]/', /\d{5}\]/u],
] as const;

it.each([true, false])('a regular expression finds what it finds in each row, with blocks (%s)', (indexed) => {
  const { store, writer } = storeOf({ indexed });
  const check = (firstId: number) => {
    for (const [query, pattern] of expressions) {
      const all = Array.from({ length: rowCount - firstId + 1 }, (_, at) => firstId + at);
      const wanted = all.filter((id) => pattern.test(textOf(id)));
      expect(
        store.rows({ query }, everyone).map(({ id }) => id),
        query,
      ).toEqual(wanted.slice(-1000));
      expect(store.stats({ query }).total, query).toBe(wanted.length);
      const before = { beforeId: 13_001, limit: 3 };
      expect(store.rows({ query }, before).map(({ id }) => id)).toEqual(wanted.filter((id) => id < 13_001).slice(-3));
    }
  };
  check(1);
  while (writer.prune({ mostRows: rowCount - 10_000 }, 0, 4096) > 0);
  check(10_001);
  const joined = { query: '/refused/ newest OR /EIO/ severity>=info' };
  expect(store.rows(joined, everyone).map(({ id }) => id)).toEqual([18_017, 24_990]);
});

it('a block that lacks what is needed is not looked at', () => {
  const { store } = storeOf({ indexed: true });
  // The rows behind the last whole block are looked at.
  const last = Math.floor(rowCount / blockIds) * blockIds;
  expect(store.rows({ query: '/refused/' }, { beforeId: last, limit: 1 })).toEqual([]);
  const searched = new Set<string>();
  const { exec } = RegExp.prototype;
  RegExp.prototype.exec = function (this: RegExp, text: string) {
    if (text.length > blockIds) searched.add(text);
    return exec.call(this, text);
  };
  onTestFinished(() => {
    RegExp.prototype.exec = exec;
  });
  store.rows({ query: '/REFUSED/' }, everyone);
  expect([...searched].map((texts) => texts.includes('REFUSED by peer'))).toEqual([true]);
});

it('goes on with ids after a clear', () => {
  const { store, writer } = storeOf({ indexed: true });
  writer.clear();
  writer.write(batchOf(Array.from({ length: 9000 }, (_, at) => ({ datagram: `<14>new ${at}` }))), 0);
  while (writer.indexWords(4096) > 0);
  expect(store.rows({ query: '/new 4321$/' }, everyone).map(({ id }) => id)).toEqual([rowCount + 4322]);
  expect(store.rows({ query: '/refused/' }, everyone)).toEqual([]);
});
